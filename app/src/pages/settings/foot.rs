//! The foot of a form of choices: a Save, and what the island that takes its place may come to say.

use super::frame::Section;
use crate::{
    components::icon::Icon,
    islands::auto_save::{
        AutoSave,
        parts::{
            ALARM, FAULT, FOOT, NAMES, RETRY, SAVE, SAVED, SAVING, SIGN_IN, STATUS, TITLE, WHY,
        },
    },
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// The foot.
#[component]
pub(super) fn Foot(
    /// The page that it is on.
    section: Section,
    /// Whether the form was just saved.
    is_saved: bool,
    /// Whether the word of that has the focus: what a page holds when it is loaded is not announced
    /// otherwise.
    takes_focus: bool,
) -> impl IntoView {
    let locale = locale();
    view! {
        <AutoSave>
            <div class="auto-save" data-part=FOOT>
                <div class="auto-save-line">
                    <div class="auto-save-start">
                        <button class="btn btn-primary" type="submit" data-part=SAVE>
                            {td_string!(locale, edit.save)}
                        </button>
                        <span class="hint">{td_string!(locale, auto_save.by_itself)}</span>
                    </div>
                    <div role="status" data-part=STATUS>{is_saved.then(|| saved(takes_focus))}</div>
                </div>
                <div role="alert" data-part=ALARM></div>
                <template data-part=SAVING>
                    <span class="saving">{td_string!(locale, edit.saving)}</span>
                </template>
                <template data-part=SAVED>{saved(false)}</template>
                <template data-part=FAULT>{fault(section)}</template>
            </div>
        </AutoSave>
    }
}

fn saved(takes_focus: bool) -> impl IntoView {
    view! {
        <span class="saved" tabindex="-1" autofocus=takes_focus>
            <Icon name="check"/>
            {td_string!(locale(), edit.saved)}
        </span>
    }
}

/// What was not saved, why, and what to do about it.
fn fault(section: Section) -> impl IntoView {
    let locale = locale();
    let title = td_string!(locale, auto_save.not_saved, names = NAMES).to_string();
    let sign_in = format!("/sign-in?return_to={}", section.path());
    view! {
        <div class="note note-danger">
            <Icon name="triangle-alert"/>
            <div>
                <p class="note-title" data-part=TITLE>{title}</p>
                <p data-part=WHY>{td_string!(locale, auto_save.unreachable)}</p>
                <div class="actions">
                    <a class="btn" href=sign_in data-part=SIGN_IN>{td_string!(locale, frame.sign_in)}</a>
                    <button class="btn" type="button" data-part=RETRY>
                        {td_string!(locale, auto_save.retry)}
                    </button>
                </div>
            </div>
        </div>
    }
}
