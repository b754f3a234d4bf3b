//! Who is at it, and the two ways to decide.

use crate::{
    components::{
        control::Control, counted_area::CountedArea, icon::Icon, moment::Moment,
        send_button::SendButton,
    },
    forms::review::Action,
    islands::{
        PART,
        review_keys::parts::{APPROVE, REASON_ID},
    },
    visit::locale,
    words::{self, td_string},
};
use contract::{UserId, instructor_application::ReviewView, limits::REASON_MAX};
use leptos::prelude::*;

/// The claim, Approve, and Reject with its reason.
#[component]
pub(super) fn Decision(
    /// The signed-in admin.
    owner: UserId,
    review: ReviewView,
    /// The reason as it was typed.
    typed: Option<String>,
    /// What is wrong with it.
    fault: Option<String>,
    /// The address of the page.
    page: String,
) -> impl IntoView {
    let locale = locale();
    let version = review.application.version;
    let is_unsaved = typed.is_some();
    let approve = view! {
        <button class="btn btn-primary" type="submit">
            <Icon name="check"/>
            {td_string!(locale, review.approve)}
        </button>
    };
    let reason = Control {
        id: REASON_ID.to_owned(),
        name: "reason",
        label: td_string!(locale, review.reason).to_owned(),
        value: typed.unwrap_or_default(),
        error: fault,
    };
    let hint = td_string!(
        locale,
        review.reason_hint,
        max = words::count(locale, REASON_MAX)
    );
    view! {
        <section class="card decision" aria-labelledby="decision">
            <h2 id="decision">{td_string!(locale, review.decision)}</h2>
            <Claim owner review page=page.clone()/>
            <form method="post" action=page.clone()>
                <Fields action=Action::Approve owner version/>
                {approve.attr(PART, APPROVE)}
                <p class="hint">{td_string!(locale, review.approve_hint)}</p>
            </form>
            <form class="decision-reject" method="post" action=page novalidate>
                <Fields action=Action::Reject owner version/>
                <CountedArea control=reason rows=4 limit=REASON_MAX hint/>
                <SendButton class="btn btn-danger save" idle=td_string!(locale, review.reject)
                    busy=td_string!(locale, review.rejecting) is_unsaved/>
            </form>
        </section>
    }
}

/// What every such form sends.
#[component]
fn Fields(
    /// What to do.
    action: Action,
    /// For whom it was made.
    owner: UserId,
    /// Which version of the application is on the page.
    version: i64,
) -> impl IntoView {
    view! {
        <input type="hidden" name="action" value=action.as_str()/>
        <input type="hidden" name="owner" value=owner.to_string()/>
        <input type="hidden" name="version" value=version.to_string()/>
    }
}

/// Who has taken it up, and the way to do so, or to give it back.
#[component]
fn Claim(
    /// The signed-in admin.
    owner: UserId,
    review: ReviewView,
    /// The address of the page.
    page: String,
) -> impl IntoView {
    let locale = locale();
    let version = review.application.version;
    let claimer = review.claimed_by.as_ref().map(|person| person.id);
    let (text, action, button) = match review.claimed_by {
        None => (
            td_string!(locale, review.untaken).to_owned(),
            Action::Take,
            td_string!(locale, review.take),
        ),
        Some(person) if person.id == owner => (
            td_string!(locale, review.taken_by_me).to_owned(),
            Action::GiveBack,
            td_string!(locale, review.give_back),
        ),
        Some(person) => (
            td_string!(locale, review.taken_by, name = person.display_name).to_string(),
            Action::Take,
            td_string!(locale, review.take_over),
        ),
    };
    let since = review
        .claimed_at
        .map(|at| view! { ", "<Moment at relative=true/> });
    view! {
        <form class="claim" method="post" action=page>
            <Fields action owner version/>
            <input type="hidden" name="claimer" value=claimer.map(|id| id.to_string())/>
            <p><Icon name="hand"/><span>{text}{since}</span></p>
            <button class="btn" type="submit">{button}</button>
        </form>
    }
}
