//! A list without courses: because there are none yet, or because none fits the filter.

use super::{Shown, model::Model};
use crate::{components::icon::Icon, visit::locale, words::td_string};
use contract::enrollment::{EnrollmentFilter, EnrollmentStatus};
use leptos::prelude::*;

/// Says which, with the one thing to do about it.
#[component]
pub(super) fn Empty(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let find = || {
        view! {
            <a class="btn btn-primary" href="#course-search">
                <Icon name="search"/>
                {td_string!(locale, courses.find)}
            </a>
        }
    };
    let other = |label: &'static str, shown: Shown| {
        view! { <a class="btn" href=shown.href()>{label}</a> }
    };
    let dropped = EnrollmentFilter::Only(EnrollmentStatus::Dropped);
    let (title, text, actions) = match model.shown.filter {
        EnrollmentFilter::Kept if model.has_dropped => (
            td_string!(locale, enrollments.none_now_title),
            td_string!(locale, enrollments.none_now_text),
            view! {
                {find()}
                {other(td_string!(locale, enrollments.show_dropped), Shown::filtered(dropped))}
            }
            .into_any(),
        ),
        EnrollmentFilter::Kept | EnrollmentFilter::All => (
            td_string!(locale, enrollments.nothing_yet_title),
            td_string!(locale, enrollments.nothing_yet_text),
            find().into_any(),
        ),
        EnrollmentFilter::Only(_) => (
            td_string!(locale, enrollments.no_match_title),
            td_string!(locale, enrollments.no_match_text),
            other(
                td_string!(locale, enrollments.clear_filter),
                Shown::filtered(EnrollmentFilter::Kept),
            )
            .into_any(),
        ),
    };
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name="book-open"/></span>
            <h2 id="empty-heading">{title}</h2>
            <p class="hint">{text}</p>
            <div class="actions">{actions}</div>
        </section>
    }
}
