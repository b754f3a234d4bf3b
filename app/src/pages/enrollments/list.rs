//! The list of my courses, or what stands in its place.

use super::{card::CourseCard, empty::Empty, model::Model};
use crate::{components::pager::Pager, visit::locale, words::td_string};
use leptos::prelude::*;

/// The cards and the way to further ones.
#[component]
pub(super) fn List(
    /// The page.
    model: Model,
) -> impl IntoView {
    let Ok(list) = &model.list else {
        return view! { <p class="empty">{td_string!(locale(), enrollments.unreadable)}</p> }
            .into_any();
    };
    if list.entries.is_empty() {
        return view! { <Empty model/> }.into_any();
    }
    let at = model.shown.request().pagination(list.total);
    let cards = list.entries.iter().map(|enrollment| {
        view! { <CourseCard model=model.clone() enrollment=enrollment.clone()/> }
    });
    let cards = cards.collect_view();
    let shown = model.shown.clone();
    let href = move |page: u64| shown.turned_to(u32::try_from(page).unwrap_or(1)).href();
    view! {
        <ul class="course-list stack">{cards}</ul>
        <Pager at href/>
    }
    .into_any()
}
