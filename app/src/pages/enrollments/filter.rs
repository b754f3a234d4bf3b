//! Which of my courses are shown.

use super::{Shown, model::Model};
use crate::{
    visit::locale,
    words::{Locale, td_string},
};
use contract::enrollment::{EnrollmentFilter, EnrollmentStatus};
use leptos::prelude::*;

const FILTERS: [EnrollmentFilter; 6] = [
    EnrollmentFilter::Kept,
    EnrollmentFilter::Only(EnrollmentStatus::Active),
    EnrollmentFilter::Only(EnrollmentStatus::Completed),
    EnrollmentFilter::Only(EnrollmentStatus::Suspended),
    EnrollmentFilter::Only(EnrollmentStatus::Dropped),
    EnrollmentFilter::All,
];

/// A link for each filter; the one that is on says so.
#[component]
pub(super) fn Filter(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let links = FILTERS.map(|filter| {
        let href = Shown::filtered(filter).href();
        let current = (filter == model.shown.filter).then_some("page");
        view! { <li><a href=href aria-current=current>{name(locale, filter)}</a></li> }
    });
    view! {
        <nav aria-label=td_string!(locale, enrollments.filter)>
            <ul class="filters">{links.into_iter().collect_view()}</ul>
        </nav>
    }
}

fn name(locale: Locale, filter: EnrollmentFilter) -> &'static str {
    match filter {
        EnrollmentFilter::Kept => td_string!(locale, enrollments.filter_kept),
        EnrollmentFilter::All => td_string!(locale, enrollments.filter_all),
        EnrollmentFilter::Only(EnrollmentStatus::Active) => {
            td_string!(locale, enrollments.filter_active)
        }
        EnrollmentFilter::Only(EnrollmentStatus::Completed) => {
            td_string!(locale, enrollments.filter_completed)
        }
        EnrollmentFilter::Only(EnrollmentStatus::Suspended) => {
            td_string!(locale, enrollments.filter_suspended)
        }
        EnrollmentFilter::Only(EnrollmentStatus::Dropped) => {
            td_string!(locale, enrollments.filter_dropped)
        }
    }
}
