//! What the last form did, or why it did nothing; with the focus, since what a page holds when it is loaded
//! is not announced otherwise.

use super::{card::control_id, deletion, model::Model, status};
use crate::{
    components::{
        error_summary::{Entry, ErrorSummary},
        icon::Icon,
        note::{OtherAccountNote, Tone},
    },
    forms::user::Action,
    session::flash::{AccountDeed, Flash},
    visit::locale,
    words::{self, AccountFault, td_string},
};
use leptos::prelude::*;

/// The notice, if there is anything to say.
#[component]
pub(super) fn Notice(
    /// The page.
    model: Model,
) -> impl IntoView {
    if model.refusal.is_some() {
        return Some(refused(&model));
    }
    let locale = locale();
    let text = match model.flash.clone()? {
        Flash::Account(AccountDeed::Role(role)) => {
            let role = words::role(locale, role);
            td_string!(locale, user.role_saved, role = role).to_string()
        }
        Flash::Account(AccountDeed::Status(status)) => {
            let status = words::status(locale, status);
            td_string!(locale, user.status_saved, status = status).to_string()
        }
        Flash::Account(AccountDeed::PhotoRemoved) => {
            td_string!(locale, user.photo_removed).to_owned()
        }
        Flash::SessionsEnded(0) => td_string!(locale, user.no_sessions).to_owned(),
        Flash::SessionsEnded(count) => {
            td_string!(locale, sessions.ended, count = count).to_string()
        }
        Flash::OtherAccount => return Some(view! { <OtherAccountNote/> }.into_any()),
        _ => return None,
    };
    Some(
        view! {
            <div class="note note-done" role="status" tabindex="-1" autofocus=true>
                <Icon name="check"/>
                <p class="note-title">{text}</p>
            </div>
        }
        .into_any(),
    )
}

fn refused(model: &Model) -> AnyView {
    let locale = locale();
    let Some(refusal) = &model.refusal else {
        return ().into_any();
    };
    let anchor = match (refusal.form.action, &refusal.fault) {
        (_, AccountFault::Passing(_))
        | (Some(Action::RemovePhoto | Action::EndSessions) | None, _) => None,
        (Some(Action::Role), _) => Some("role"),
        (Some(Action::Status), AccountFault::Reason(_)) => Some(status::REASON),
        (Some(Action::Status), _) => Some("status"),
        (Some(Action::Delete), _) => Some(deletion::NAME),
    };
    let anchor = anchor.filter(|_| !model.is_me()).map(control_id);
    let text = refusal.fault.sentence(locale);
    let (tone, heading) = if refusal.fault == AccountFault::Overtaken {
        (Tone::Attention, td_string!(locale, user.overtaken_title))
    } else {
        (Tone::Danger, td_string!(locale, problem.heading))
    };
    view! { <ErrorSummary tone heading entries=vec![Entry { anchor, text }]/> }.into_any()
}
