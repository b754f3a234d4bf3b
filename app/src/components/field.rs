//! The frame of one control: label, hint, error, control.

use super::{control::Control, icon::Icon};
use crate::{visit::locale, words::td_string};
use leptos::prelude::*;

/// Label above, then the hint, then what is wrong, then the control itself.
#[component]
pub(crate) fn FieldFrame(
    /// The control.
    control: Control,
    /// What to know before typing.
    hint: Option<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control itself.
    children: Children,
) -> impl IntoView {
    let hint = hint.map(|hint| view! { <p class="hint" id=control.hint_id()>{hint}</p> });
    let error_id = control.error_id();
    let is_bad = control.error.is_some();
    view! {
        <div class="field" class:field-bad=is_bad>
            <label for=control.id>
                {control.label}
                {optional.then(|| view! { " "<span class="optional">{td_string!(locale(), edit.optional)}</span> })}
            </label>
            {hint}
            {control.error.map(|error| view! { <FieldError id=error_id error/> })}
            {children()}
        </div>
    }
}

/// What is wrong with a control.
#[component]
pub(crate) fn FieldError(
    /// The id that the control is described by.
    id: String,
    /// What is wrong.
    error: String,
) -> impl IntoView {
    view! { <p class="field-error" id=id><Icon name="circle-alert"/>{error}</p> }
}
