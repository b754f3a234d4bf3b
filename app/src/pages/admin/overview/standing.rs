//! Charts of how everything stands now.

use super::model::Model;
use crate::{
    charts::{ChartFigure, DataTable, Row, Rows},
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// People by role, status and profile, and enrollments by state.
#[component]
pub(super) fn Standing(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let overview = &model.overview;
    let people = td_string!(locale, overview.people);
    let nobody = td_string!(locale, overview.nothing_people);
    let roles = overview.roles.iter().map(|share| Row {
        name: words::role(locale, share.of),
        count: share.count,
    });
    let statuses = overview.statuses.iter().map(|share| Row {
        name: words::status(locale, share.of),
        count: share.count,
    });
    let profiles = [
        Row {
            name: td_string!(locale, overview.profiles_complete),
            count: overview.profiles.completed,
        },
        Row {
            name: td_string!(locale, overview.profiles_incomplete),
            count: overview.profiles.incomplete,
        },
    ];
    let enrollments = overview.enrollments.iter().map(|share| Row {
        name: words::standing(locale, share.of),
        count: share.count,
    });
    view! {
        {chart(
            ("roles", td_string!(locale, overview.roles)),
            [td_string!(locale, account.role), people],
            roles.collect(),
            nobody,
        )}
        {chart(
            ("profiles", td_string!(locale, overview.profiles)),
            [td_string!(locale, user.complete), people],
            profiles.into(),
            nobody,
        )}
        {chart(
            ("statuses", td_string!(locale, overview.statuses)),
            [td_string!(locale, account.status), people],
            statuses.collect(),
            nobody,
        )}
        {chart(
            ("enrollments", td_string!(locale, overview.enrollments)),
            [td_string!(locale, account.status), td_string!(locale, overview.enrolled)],
            enrollments.collect(),
            td_string!(locale, overview.nothing_enrolled),
        )}
    }
}

/// A chart of rows, which are called by the first word and counted by the second.
fn chart(
    (id, name): (&'static str, &'static str),
    [first, counted]: [&'static str; 2],
    rows: Vec<Row>,
    nothing: &'static str,
) -> AnyView {
    let locale = locale();
    let hint = td_string!(locale, overview.stands_now).to_owned();
    let total: i64 = rows.iter().map(|row| row.count).sum();
    if total == 0 {
        return view! { <ChartFigure id name hint table=None><p class="empty">{nothing}</p></ChartFigure> }
            .into_any();
    }
    let caption = td_string!(locale, overview.table_of, chart = name).to_string();
    let head = vec![first, counted, td_string!(locale, overview.of_all)];
    let numbers = rows.iter().map(|row| {
        let (count, part) = row.shown(total);
        (row.name.to_owned(), vec![count, part])
    });
    let numbers = numbers.collect();
    let table = view! { <DataTable caption head rows=numbers/> }.into_any();
    view! {
        <ChartFigure id name hint table=Some(table)>
            <Rows id name rows/>
        </ChartFigure>
    }
    .into_any()
}
