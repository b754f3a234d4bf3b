//! The choice of who sees a profile, for every form that has it.

use super::{control::Control, field::FieldError};
use crate::{visit::locale, words};
use contract::profile::Visibility;
use leptos::prelude::*;

/// What is wrong, and a radio button a choice, with what it means. The first one bears the control's id,
/// so that links to the control lead to it. The fieldset around them is described by
/// [`Control::described_by`].
#[component]
pub(crate) fn VisibilityChoices(
    /// The control.
    control: Control,
) -> impl IntoView {
    let locale = locale();
    let (error_id, invalid) = (control.error_id(), control.invalid());
    let choices = Visibility::ALL.iter().enumerate().map(|(i, choice)| {
        let hint_id = format!("{}-{choice}-hint", control.id);
        let id = if i == 0 {
            control.id.clone()
        } else {
            format!("{}-{choice}", control.id)
        };
        let (title, hint) = words::visibility(locale, *choice);
        view! {
            <div class="choice">
                <input class="radio" type="radio" id=id.clone() name=control.name value=choice.as_str()
                    checked=choice.as_str() == control.value
                    aria-describedby=hint_id.clone() aria-invalid=invalid/>
                <label for=id>{title}</label>
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        }
    });
    let choices = choices.collect_view();
    view! {
        {control.error.map(|error| view! { <FieldError id=error_id error/> })}
        {choices}
    }
}
