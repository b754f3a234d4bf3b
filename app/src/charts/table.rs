//! The numbers of a chart as a table.

use leptos::prelude::*;

/// From so many rows on, the table scrolls in a window of its own.
const ROWS_MAX: usize = 14;

/// A table: what each row is, and its numbers.
#[component]
pub(crate) fn DataTable(
    /// What it tells.
    caption: String,
    /// What its columns are called, the first included.
    head: Vec<&'static str>,
    /// The rows.
    rows: Vec<(String, Vec<String>)>,
) -> impl IntoView {
    let is_long = rows.len() > ROWS_MAX;
    let head = head
        .into_iter()
        .map(|name| view! { <th scope="col">{name}</th> });
    let rows = rows.into_iter().map(|(name, numbers)| {
        let cells = numbers
            .into_iter()
            .map(|number| view! { <td>{number}</td> });
        view! { <tr><th scope="row">{name}</th>{cells.collect_view()}</tr> }
    });
    // What scrolls can be reached by keyboard, and says what it is.
    view! {
        <div class="chart-numbers" role=is_long.then_some("region") tabindex=is_long.then_some("0")
            aria-label=is_long.then(|| caption.clone())>
            <table>
                <caption>{caption.clone()}</caption>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
