//! The one Save, always in sight, with its result beside it.

use crate::{
    components::icon::Icon,
    islands::{
        PART,
        save_button::{BUTTON, SaveButton, UNSAVED},
    },
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// Save, what came of it, and the way back.
#[component]
pub(crate) fn SaveBar(
    /// Whether the form was just saved. The word takes the focus: what a page holds when it is loaded is
    /// not announced otherwise.
    is_saved: bool,
    /// Whether the form holds what is saved nowhere.
    is_unsaved: bool,
) -> impl IntoView {
    let locale = locale();
    let saved = is_saved.then(|| {
        view! {
            <span class="saved" tabindex="-1" autofocus=true>
                <Icon name="check"/>
                {td_string!(locale, edit.saved)}
            </span>
        }
    });
    // Both words take up the same place, so the button is as wide as the wider one at all times.
    let button = view! {
        <button class="btn btn-primary save" type="submit">
            <span class="save-idle">{td_string!(locale, edit.save)}</span>
            <span class="save-busy">{td_string!(locale, edit.saving)}</span>
        </button>
    };
    let button = button
        .attr(PART, BUTTON)
        .attr(UNSAVED, is_unsaved.then_some(""));
    view! {
        <div class="save-bar">
            <SaveButton>{button}</SaveButton>
            <div role="status">{saved}</div>
            <a class="btn btn-quiet" href="/profile">{td_string!(locale, edit.cancel)}</a>
        </div>
    }
}
