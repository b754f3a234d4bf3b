//! The one Save, always in sight, with its result beside it.

use crate::{
    components::icon::Icon, islands::save_button::SaveButton, visit::locale, words::td_string,
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
    view! {
        <div class="save-bar">
            <SaveButton
                label=td_string!(locale, edit.save).to_owned()
                saving=td_string!(locale, edit.saving).to_owned()
                unsaved=is_unsaved
            />
            <div role="status">{saved}</div>
            <a class="btn btn-quiet" href="/profile">{td_string!(locale, edit.cancel)}</a>
        </div>
    }
}
