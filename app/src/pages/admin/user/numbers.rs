//! The person in numbers.

use super::{card::fact, model::Model};
use crate::{
    components::{card::Card, moment::Moment},
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// The list.
#[component]
pub(super) fn Numbers(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let content = match &model.stats {
        Err(_) => view! { <p class="empty">{td_string!(locale, user.unreadable)}</p> }.into_any(),
        Ok(stats) => {
            let count = |number: i64| Some(words::count(locale, number));
            let mean = words::percent(locale, stats.average_progress);
            let last = stats
                .last_login_at
                .map(|at| view! { <Moment at relative=true/> });
            view! {
                <dl class="facts">
                    {fact(td_string!(locale, user.enrollments), count(stats.total_enrollments))}
                    {fact(td_string!(locale, courses.active), count(stats.active_enrollments))}
                    {fact(td_string!(locale, courses.completed), count(stats.completed_enrollments))}
                    {fact(td_string!(locale, user.mean_progress), Some(mean))}
                    {fact(td_string!(locale, user.logins), count(stats.total_login_count))}
                    {fact(td_string!(locale, user.last_login), last)}
                </dl>
            }
            .into_any()
        }
    };
    view! { <Card id="numbers" title=td_string!(locale, user.numbers)>{content}</Card> }
}
