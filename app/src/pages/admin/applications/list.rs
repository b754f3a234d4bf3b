//! The applications of the queue, each a link to itself.

use super::{Shown, said::SAID};
use crate::{
    components::{
        application::ApplicationState,
        avatar::{Face, Likeness, Size},
        icon::Icon,
        moment::Moment,
        pager::Pager,
    },
    islands::{PART, review_keys::parts::ITEM},
    visit::locale,
    words::{self, td_string},
};
use contract::{
    ApplicationId,
    instructor_application::{ApplicationStatus, ReviewView},
    paging::Page,
};
use leptos::prelude::*;

/// The list of a page of its own, and the way to further ones. What the filters found takes the focus.
#[component]
pub(super) fn List(
    shown: Shown,
    found: Page<ReviewView>,
    /// Whether nothing was said of what was done.
    is_quiet: bool,
) -> impl IntoView {
    let count = words::applications(locale(), shown.status, found.total);
    let takes_focus = !is_quiet || !shown.is_plain();
    let at = shown.request().pagination(found.total);
    let turned = shown.clone();
    let href = move |page: u64| turned.turned_to(page).href();
    view! {
        <section class="card" aria-labelledby="queue-count">
            <h2 id="queue-count" tabindex="-1" autofocus=takes_focus
                aria-describedby=(!is_quiet).then_some(SAID)>
                {count}
            </h2>
            <Items shown entries=found.entries open=None/>
        </section>
        <Pager at href/>
    }
}

/// The applications.
#[component]
pub(super) fn Items(
    shown: Shown,
    entries: Vec<ReviewView>,
    /// The one that is open.
    open: Option<ApplicationId>,
) -> impl IntoView {
    let items = entries.into_iter().map(|entry| {
        let is_open = open == Some(entry.application.id);
        view! { <li>{item(&shown, entry, is_open)}</li> }
    });
    view! { <ul class="queue">{items.collect_view()}</ul> }
}

fn item(shown: &Shown, entry: ReviewView, is_open: bool) -> impl IntoView + use<> {
    let locale = locale();
    let ReviewView {
        application,
        applicant,
        claimed_by,
        ..
    } = entry;
    let href = shown.href_of(application.id);
    let face = applicant.as_ref().map(|applicant| {
        let of = Likeness::from(&applicant.profile);
        view! { <Face of size=Size::Small/> }
    });
    let email = applicant.as_ref().map(|applicant| applicant.email.clone());
    let name = applicant.map_or_else(
        || td_string!(locale, review.gone_short).to_owned(),
        |applicant| applicant.profile.display_name,
    );
    let email = email.map(|email| view! { <span class="hint queue-email">{email}</span> });
    let claim = claimed_by.map(|person| {
        let text = td_string!(locale, review.taken_short, name = person.display_name);
        view! { <span class="queue-claim"><Icon name="hand"/>{text}</span> }
    });
    let state = (application.status != ApplicationStatus::Pending)
        .then(|| view! { <ApplicationState status=application.status/> });
    let current = is_open.then_some("page");
    let link = view! {
        <a class="queue-item" href=href aria-current=current>
            {face}
            <span class="queue-text">
                <strong dir="auto">{name}</strong>
                <span class="hint">{td_string!(locale, review.sent)}" "<Moment at=application.submitted_at relative=true/></span>
                {claim}
            </span>
            {email}
            {state}
        </a>
    };
    link.attr(PART, ITEM)
}
