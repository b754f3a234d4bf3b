//! What somebody wrote who would like to teach, and where that stands.

use super::{icon::Icon, person::LinkList};
use crate::{
    visit::locale,
    words::{self, td_string},
};
use contract::{instructor_application::ApplicationStatus, profile::Link};
use leptos::prelude::*;

/// Where an application stands, in a word.
#[component]
pub(crate) fn ApplicationState(
    /// Where.
    status: ApplicationStatus,
) -> impl IntoView {
    let (class, icon) = match status {
        ApplicationStatus::Pending => ("state state-active", "clock"),
        ApplicationStatus::Approved => ("state state-completed", "check"),
        ApplicationStatus::Rejected => ("state state-rejected", "x"),
        ApplicationStatus::Withdrawn => ("state state-dropped", "undo-2"),
    };
    view! {
        <span class=class>
            <Icon name=icon/>
            {words::application_status(locale(), status)}
        </span>
    }
}

/// Everything that was written. Its headings are of the third rank.
#[component]
pub(crate) fn ApplicationText(
    /// Why.
    motivation: String,
    /// What one knows.
    expertise: Vec<String>,
    /// Where that can be seen.
    links: Vec<Link>,
) -> impl IntoView {
    let locale = locale();
    let entries = expertise.into_iter();
    let entries = entries.map(|entry| view! { <li dir="auto">{entry}</li> });
    let entries = entries.collect_view();
    let links = (!links.is_empty()).then(|| {
        view! {
            <section>
                <h3>{td_string!(locale, teach.links)}</h3>
                <LinkList links/>
            </section>
        }
    });
    view! {
        <div class="application-text">
            <section>
                <h3>{td_string!(locale, teach.motivation)}</h3>
                <p class="prose-text" dir="auto">{motivation}</p>
            </section>
            <section>
                <h3>{td_string!(locale, teach.expertise)}</h3>
                <ul class="chips">{entries}</ul>
            </section>
            {links}
        </div>
    }
}
