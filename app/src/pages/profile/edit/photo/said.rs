//! Where it is told what is wrong, how far an upload is, and what was done: by the server when it
//! writes the page, by the island afterwards.

use super::standing;
use crate::{
    components::icon::Icon,
    forms::photo::Undo,
    islands::avatar::parts::{
        ACTION, BAR, BAR_TEXT, BAR_VALUE, DOING, DONE, DONE_TEXT, ERROR_ID, FAULT, FAULT_TEXT,
        LOOK_AGAIN, PROGRESS, RESTORE, RETRY, SAID, SIGN_IN, STOP, UNDO, UNDO_FIELD,
    },
    session::flash::PhotoDeed,
    visit::{locale, visit},
    words::{Locale, td_string},
};
use leptos::prelude::*;

/// Why nothing was done, and what helps.
#[component]
pub(super) fn Fault(
    /// The sentence, if there is one.
    fault: Option<String>,
) -> impl IntoView {
    let locale = locale();
    let back = visit().map(|visit| visit.here.encoded());
    let is_right = fault.is_none();
    let sign_in = back.map(|back| format!("/sign-in?return_to={back}"));
    view! {
        <div class="photo-fault" aria-live="assertive" data-part=FAULT>
            <p class="field-error" id=ERROR_ID hidden=is_right data-part=ERROR_ID>
                <Icon name="circle-alert"/>
                <span data-part=FAULT_TEXT>{fault}</span>
            </p>
            // In a tab of its own, so that nothing on this page is lost.
            <a class="btn" href=sign_in target="_blank" hidden data-part=SIGN_IN>
                {td_string!(locale, photo.sign_in)}
            </a>
            <button class="btn" type="button" hidden data-part=RETRY data-do="retry">
                {td_string!(locale, auto_save.retry)}
            </button>
        </div>
    }
}

/// How far the photo is on its way.
#[component]
pub(super) fn Progress() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="progress-line photo-progress" hidden data-part=PROGRESS>
            <div
                class="bar"
                role="progressbar"
                aria-label=td_string!(locale, photo.bar)
                aria-valuemin="0"
                aria-valuemax="100"
                data-part=BAR
            >
                <svg width="100%" height="8" aria-hidden="true" focusable="false">
                    <rect class="bar-track" width="100%" height="8" rx="4"/>
                    <rect class="bar-value" width="0%" height="8" rx="4" data-part=BAR_VALUE/>
                </svg>
            </div>
            <span class="progress-text" data-part=BAR_TEXT></span>
            <button class="btn btn-quiet" type="button" data-part=STOP data-do="stop">
                {td_string!(locale, photo.cancel)}
            </button>
        </div>
    }
}

/// What is being done, or was done. What a page holds when it is loaded is not announced, so it takes
/// the focus.
#[component]
pub(super) fn Done(
    /// For whom the form is made.
    owner: String,
    /// What the last form did.
    deed: Option<PhotoDeed>,
) -> impl IntoView {
    let locale = locale();
    let text = deed.as_ref().map(|deed| deed.sentence(locale));
    let (undo, coming) = match deed {
        Some(PhotoDeed::Removed(undo)) => (undo, None),
        Some(PhotoDeed::Coming(upload)) => (None, Some(upload)),
        _ => (None, None),
    };
    view! {
        <div class="photo-said" aria-live="polite" role=text.map(|_| "status") data-part=SAID>
            <span class="photo-doing" data-part=DOING></span>
            <div
                class="note note-done"
                tabindex="-1"
                autofocus=text.is_some()
                hidden=text.is_none()
                data-part=DONE
            >
                {coming.map(|_| view! { <Icon name="clock"/> })}
                <Icon name="check"/>
                <p class="note-title" data-part=DONE_TEXT>{text}</p>
                {undo_form(owner, undo)}
                {coming.map(|upload| view! {
                    <a class="btn" href=standing::address(upload) data-part=LOOK_AGAIN>
                        {td_string!(locale, photo.look_again)}
                    </a>
                })}
            </div>
        </div>
    }
}

impl PhotoDeed {
    /// The sentence for the person.
    pub(crate) fn sentence(&self, locale: Locale) -> &'static str {
        match self {
            Self::Ready => td_string!(locale, photo.ready),
            Self::Coming(_) => td_string!(locale, photo.coming),
            Self::Removed(_) => td_string!(locale, photo.removed),
            Self::Restored => td_string!(locale, photo.restored),
            Self::NotUsed => td_string!(locale, photo.not_used),
        }
    }
}

/// What takes a removal back. There is one form, whatever it brings back.
fn undo_form(owner: String, undo: Option<Undo>) -> impl IntoView {
    let locale = locale();
    let is_shown = undo.is_some();
    let (name, value) = undo.map(|undo| undo.pair()).unwrap_or_default();
    view! {
        <form
            method="post"
            action=format!("{ACTION}/restore")
            hidden=!is_shown
            data-part=UNDO
            data-do="restore"
        >
            <input type="hidden" name="owner" value=owner/>
            <input type="hidden" name=name value=value data-part=UNDO_FIELD/>
            <button class="btn" type="submit" data-part=RESTORE>
                <Icon name="undo-2"/>
                {td_string!(locale, enrollments.undo)}
            </button>
        </form>
    }
}
