//! The button that sends a form which somebody has typed into: it says when the form is on its way, and
//! what was typed is not left behind without a question.

use crate::islands::{
    PART,
    save_button::{BUTTON, SaveButton, UNSAVED},
};
use leptos::prelude::*;

/// The button. Both its words take up the same place, so it is as wide as the wider one at all times.
#[component]
pub(crate) fn SendButton(
    /// How it looks.
    #[prop(default = "btn btn-primary save")]
    class: &'static str,
    /// What it does.
    idle: &'static str,
    /// That it is doing it.
    busy: &'static str,
    /// Whether the form holds what is saved nowhere.
    #[prop(optional)]
    is_unsaved: bool,
) -> impl IntoView {
    let button = view! {
        <button class=class type="submit">
            <span class="save-idle">{idle}</span>
            <span class="save-busy">{busy}</span>
        </button>
    };
    let button = button
        .attr(PART, BUTTON)
        .attr(UNSAVED, is_unsaved.then_some(""));
    view! { <SaveButton>{button}</SaveButton> }
}
