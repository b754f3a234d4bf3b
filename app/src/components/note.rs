//! A note on a page: something to know before reading on.

use super::icon::Icon;
use crate::{visit::locale, words::td_string};
use leptos::prelude::*;

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Wants attention.
    Attention,
    /// Something is wrong.
    Danger,
}

impl Tone {
    /// Classes and icon.
    pub(super) const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Attention => ("note note-attention", "info"),
            Self::Danger => ("note note-danger", "triangle-alert"),
        }
    }
}

/// A titled note.
#[component]
pub(crate) fn Note(
    /// How much it matters.
    tone: Tone,
    /// What it is about.
    title: &'static str,
    /// Whether assistive technology says it at once.
    #[prop(optional)]
    alert: bool,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (class, icon) = tone.look();
    view! {
        <div class=class role=alert.then_some("alert")>
            <Icon name=icon/>
            <div>
                <p class="note-title">{title}</p>
                <div>{children()}</div>
            </div>
        </div>
    }
}

/// Says what was done; with the focus, since what a page holds when it is loaded is not announced
/// otherwise.
#[component]
pub(crate) fn DoneNote(
    /// What.
    #[prop(into)]
    text: String,
    /// Whether something else on the page takes the focus, and is described by this.
    #[prop(optional)]
    describes: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div
            class="note note-done"
            role="status"
            tabindex=describes.is_none().then_some("-1")
            autofocus=describes.is_none()
        >
            <Icon name="check"/>
            <p class="note-title" id=describes dir="auto">{text}</p>
        </div>
    }
}

/// Says that a form was made for somebody else than who is signed in now, so that nothing was saved.
#[component]
pub(crate) fn OtherAccountNote() -> impl IntoView {
    let locale = locale();
    view! {
        <Note tone=Tone::Danger title=td_string!(locale, edit.other_account_title) alert=true>
            <p>{td_string!(locale, edit.other_account_text)}</p>
        </Note>
    }
}
