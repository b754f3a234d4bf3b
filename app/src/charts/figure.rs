//! What every chart stands in.

use crate::{visit::locale, words::td_string};
use leptos::prelude::*;

/// A card with a heading, the chart, and the same numbers as a table.
#[component]
pub(crate) fn ChartFigure(
    /// Id of the heading, which names the card.
    id: &'static str,
    /// The heading.
    name: &'static str,
    /// What the numbers are of.
    hint: String,
    /// The table; none where there is nothing to tell.
    #[prop(optional_no_strip)]
    table: Option<AnyView>,
    /// Whether it takes all the width there is.
    #[prop(optional)]
    wide: bool,
    /// The chart, or what stands in its place.
    children: Children,
) -> impl IntoView {
    let fold = table.map(|table| {
        view! {
            <details class="fold">
                <summary>
                    {td_string!(locale(), overview.as_table)}
                    <span class="sr-only">": "{name}</span>
                </summary>
                {table}
            </details>
        }
    });
    view! {
        <figure class="card chart" class:chart-wide=wide aria-labelledby=id>
            <figcaption>
                <h2 id=id>{name}</h2>
                <p class="hint">{hint}</p>
            </figcaption>
            {children()}
            {fold}
        </figure>
    }
}
