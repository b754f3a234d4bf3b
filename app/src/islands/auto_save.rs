//! Saves each choice of a form at once, and takes it back where it could not be saved. Without the
//! WASM the form has a plain Save.

#[cfg(feature = "hydrate")]
mod controls;
#[cfg(any(test, feature = "hydrate"))]
mod ledger;
#[cfg(feature = "hydrate")]
mod saver;

use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

/// The words of the island.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Texts {
    /// The button of the form without JavaScript.
    pub save: String,
    /// While a choice is on its way.
    pub saving: String,
    /// When it is saved.
    pub saved: String,
    /// What stands in the button's place.
    pub by_itself: String,
    /// What was not saved; [`Texts::NAMES`] stands for its name.
    pub not_saved: String,
    /// Why, where nobody answered.
    pub unreachable: String,
    /// The button that sends it again.
    pub retry: String,
    /// The link for whoever is signed out meanwhile.
    pub sign_in: String,
    /// Where it leads.
    pub sign_in_href: String,
}

impl Texts {
    /// Where in a text the names of the controls go.
    pub const NAMES: &str = "%s";
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only in the browser anything is on its way")
)]
enum Status {
    Idle,
    Saving,
    Saved,
}

/// Why the last choice is not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    /// What the controls are called.
    names: String,
    /// Why.
    text: String,
    /// Whether signing in would help.
    is_signed_out: bool,
}

/// The foot of a form of choices: Save, or how saving goes.
#[island]
pub fn AutoSave(
    /// The words.
    texts: Texts,
    /// Whether the form was just saved.
    is_saved: bool,
    /// Whether the word of that has the focus: what a page holds when it is loaded is not announced
    /// otherwise.
    takes_focus: bool,
) -> impl IntoView {
    let is_awake = RwSignal::new(false);
    let status = RwSignal::new(if is_saved {
        Status::Saved
    } else {
        Status::Idle
    });
    let failure = RwSignal::new(None::<Failure>);
    let button = NodeRef::<html::Button>::new();
    #[cfg(feature = "hydrate")]
    let saver = watch(button, texts.unreachable.clone(), status, failure, is_awake);
    let retry = move || {
        #[cfg(feature = "hydrate")]
        saver.with_value(|saver| saver.iter().for_each(saver::Saver::retry));
    };
    let (save, by_itself) = (texts.save.clone(), texts.by_itself.clone());
    let said = progress(status, &texts, takes_focus);
    let alarm = move || failure.get().map(|failure| refusal(failure, &texts, retry));
    view! {
        <div class="auto-save" class:is-awake=is_awake>
            <div class="auto-save-line">
                <div class="auto-save-start">
                    <button class="btn btn-primary" type="submit" node_ref=button>{save}</button>
                    <span class="hint">{by_itself}</span>
                </div>
                <div role="status">{said}</div>
            </div>
            <div role="alert">{alarm}</div>
        </div>
    }
}

/// Starts to watch the button's form, once it is there.
#[cfg(feature = "hydrate")]
fn watch(
    button: NodeRef<html::Button>,
    unreachable: String,
    status: RwSignal<Status>,
    failure: RwSignal<Option<Failure>>,
    is_awake: RwSignal<bool>,
) -> StoredValue<Option<saver::Saver>, LocalStorage> {
    let saver = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(form) = button.get().and_then(|button| button.form()) {
            let unreachable = unreachable.clone();
            saver.set_value(Some(saver::Saver::watch(
                form,
                unreachable,
                status,
                failure,
            )));
            is_awake.set(true);
        }
    });
    saver
}

/// How saving goes.
fn progress(status: RwSignal<Status>, texts: &Texts, takes_focus: bool) -> impl IntoView + use<> {
    let (busy, done) = (texts.saving.clone(), texts.saved.clone());
    move || match status.get() {
        Status::Idle => None,
        Status::Saving => Some(view! { <span class="saving">{busy.clone()}</span> }.into_any()),
        Status::Saved => Some(
            view! {
                <span class="saved" tabindex="-1" autofocus=takes_focus>
                    {icon("check")}
                    {done.clone()}
                </span>
            }
            .into_any(),
        ),
    }
}

/// What was not saved, why, and what to do about it.
fn refusal<F: Fn() + Send + 'static>(
    failure: Failure,
    texts: &Texts,
    retry: F,
) -> impl IntoView + use<F> {
    let title = texts.not_saved.replace(Texts::NAMES, &failure.names);
    let sign_in = failure.is_signed_out.then(|| {
        view! { <a class="btn" href=texts.sign_in_href.clone()>{texts.sign_in.clone()}</a> }
    });
    let again = texts.retry.clone();
    view! {
        <div class="note note-danger">
            {icon("triangle-alert")}
            <div>
                <p class="note-title">{title}</p>
                <p>{failure.text}</p>
                <div class="actions">
                    {sign_in}
                    <button class="btn" type="button" on:click=move |_| retry()>{again}</button>
                </div>
            </div>
        </div>
    }
}

fn icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
