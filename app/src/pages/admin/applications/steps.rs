//! The way from one application to the others.

use super::Shown;
use crate::{
    components::icon::Icon,
    islands::{
        PART,
        review_keys::parts::{NEXT, PREVIOUS},
    },
    visit::locale,
    words::td_string,
};
use contract::{ApplicationId, instructor_application::ReviewView};
use leptos::prelude::*;

/// The applications before and after one, in the part of the queue that is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// The one before.
    previous: Option<ApplicationId>,
    /// The one after.
    pub(super) next: Option<ApplicationId>,
}

impl Around {
    /// Of the one with this id.
    pub(super) fn of(entries: &[ReviewView], id: ApplicationId) -> Self {
        let ids: Vec<_> = entries.iter().map(|entry| entry.application.id).collect();
        let Some(at) = ids.iter().position(|one| *one == id) else {
            // It is not among them any more: the first is as good as any.
            let next = ids.first().copied();
            return Self {
                previous: None,
                next,
            };
        };
        Self {
            previous: at.checked_sub(1).and_then(|at| ids.get(at).copied()),
            next: ids.get(at + 1).copied(),
        }
    }
}

/// Back to the queue, and to the applications before and after.
#[component]
pub(super) fn Steps(
    shown: Shown,
    /// Nothing where the queue cannot be read.
    around: Option<Around>,
) -> impl IntoView {
    let locale = locale();
    let Around { previous, next } = around.unwrap_or_default();
    let previous = previous.map(|id| {
        let link = view! {
            <a class="btn btn-quiet" rel="prev" href=shown.href_of(id)>
                <Icon name="chevron-left"/>
                {td_string!(locale, pager.previous)}
            </a>
        };
        link.attr(PART, PREVIOUS)
    });
    let next = next.map(|id| {
        let link = view! {
            <a class="btn btn-quiet" rel="next" href=shown.href_of(id)>
                {td_string!(locale, pager.next)}
                <Icon name="chevron-right"/>
            </a>
        };
        link.attr(PART, NEXT)
    });
    view! {
        <nav class="review-steps" aria-label=td_string!(locale, review.steps)>
            <a class="btn btn-quiet" href=shown.href()>
                <Icon name="arrow-left"/>
                {td_string!(locale, review.back)}
            </a>
            <span>{previous}{next}</span>
        </nav>
    }
}
