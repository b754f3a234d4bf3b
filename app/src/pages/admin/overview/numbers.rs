//! The tenant in a handful of numbers.

use super::model::Model;
use crate::{
    pages::admin::frame::Area,
    visit::locale,
    words::{self, td_string},
};
use contract::insight::DailyKind;
use leptos::prelude::*;

/// The numbers, under the days that some of them are of.
#[component]
pub(super) fn Numbers(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let range = model.range();
    let from = words::short_date(locale, range.from);
    let days = if range.from == range.to {
        from
    } else {
        format!("{from} – {}", words::short_date(locale, range.to))
    };
    let now = td_string!(locale, overview.now);
    let in_range = td_string!(locale, overview.in_range);
    let sum = |kind| model.overview.sum(kind);
    let waiting = words::count(locale, model.waiting);
    let waiting = view! { <a href=Area::Applications.path()>{waiting}</a> };
    view! {
        <section aria-labelledby="numbers">
            <h2 id="numbers" tabindex="-1" autofocus=model.takes_focus>{days}</h2>
            <dl class="tiles">
                {tile(td_string!(locale, overview.people), count(model.overview.users), now)}
                {tile(td_string!(locale, overview.registered), count(sum(DailyKind::Registered)), in_range)}
                {tile(
                    td_string!(locale, overview.signed_in),
                    count(sum(DailyKind::Active)),
                    td_string!(locale, overview.signed_in_hint),
                )}
                {tile(td_string!(locale, overview.enrolled), count(sum(DailyKind::Enrolled)), in_range)}
                {tile(td_string!(locale, overview.completed), count(sum(DailyKind::Completed)), in_range)}
                {tile(td_string!(locale, overview.waiting), waiting, now)}
            </dl>
        </section>
    }
}

fn count(number: i64) -> String {
    words::count(locale(), number)
}

fn tile(name: &'static str, number: impl IntoView, hint: &'static str) -> impl IntoView {
    view! {
        <div class="tile">
            <dt>{name}</dt>
            <dd class="tile-number">{number}</dd>
            <dd class="hint">{hint}</dd>
        </div>
    }
}
