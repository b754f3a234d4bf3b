//! A list without anybody: because nobody waits, or because nobody fits the filters.

use super::{Shown, said::SAID};
use crate::{components::icon::Icon, pages::admin::frame::Area, visit::locale, words::td_string};
use contract::instructor_application::ApplicationStatus;
use leptos::prelude::*;

/// The queue is empty.
#[component]
pub(super) fn NothingWaits(
    /// Whether nothing was said of what was done.
    is_quiet: bool,
) -> impl IntoView {
    let locale = locale();
    let decided = Shown {
        status: ApplicationStatus::Approved,
        ..Shown::default()
    };
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name="inbox"/></span>
            <h2 id="empty-heading" tabindex="-1" autofocus=!is_quiet
                aria-describedby=(!is_quiet).then_some(SAID)>
                {td_string!(locale, review.nothing_title)}
            </h2>
            <p class="hint">{td_string!(locale, review.nothing_text)}</p>
            <div class="actions">
                <a class="btn" href=decided.href()>{td_string!(locale, review.see_approved)}</a>
            </div>
        </section>
    }
}

/// Nobody fits.
#[component]
pub(super) fn NoMatch(
    shown: Shown,
    /// Whether nothing was said of what was done.
    is_quiet: bool,
) -> impl IntoView {
    let locale = locale();
    let text = if shown.search.is_empty() {
        td_string!(locale, review.no_status_text).to_owned()
    } else {
        td_string!(locale, review.no_match_text, words = shown.search).to_string()
    };
    view! {
        <section class="card empty-state" aria-labelledby="empty-heading">
            <span class="point-icon"><Icon name="search"/></span>
            <h2 id="empty-heading" tabindex="-1" autofocus=true
                aria-describedby=(!is_quiet).then_some(SAID)>
                {td_string!(locale, review.no_match_title)}
            </h2>
            <p class="hint">{text}</p>
            <div class="actions">
                <a class="btn" href=Area::Applications.path()>{td_string!(locale, review.clear)}</a>
            </div>
        </section>
    }
}
