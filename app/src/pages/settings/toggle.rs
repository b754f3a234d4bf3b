//! A switch of a page of choices.

use super::form::Choices;
use crate::{components::field::FieldError, visit::locale, words};
use leptos::prelude::*;

/// A switch. One that is off sends nothing, so a hidden "no" goes before it.
pub(super) fn toggle(
    choices: &Choices,
    name: &'static str,
    hint: Option<AnyView>,
    note_id: Option<&'static str>,
) -> impl IntoView + use<> {
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let error = choices.error(name);
    let ids = [
        hint.as_ref().map(|_| hint_id.clone()),
        note_id.map(str::to_owned),
        error.as_ref().map(|_| error_id.clone()),
    ];
    let ids: Vec<_> = ids.into_iter().flatten().collect();
    let described_by = (!ids.is_empty()).then(|| ids.join(" "));
    let invalid = error.as_ref().map(|_| "true");
    view! {
        <div class="toggle-row">
            <input type="hidden" name=name value="false"/>
            <label for=name>{words::choice_label(locale(), name)}</label>
            <input class="switch" type="checkbox" id=name name=name value="true"
                checked=choices.form.is_on(name) aria-describedby=described_by aria-invalid=invalid/>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <FieldError id=error_id error/> })}
        </div>
    }
}
