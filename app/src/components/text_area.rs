//! Text of many lines.

use super::{control::Control, field::FieldFrame};
use leptos::prelude::*;

/// Labelled text of many lines. It has no `maxlength`: that cuts off silently what is pasted, while the
/// hint and the answer name the limit.
#[component]
pub(crate) fn TextArea(
    /// The control.
    control: Control,
    /// How many lines are in sight.
    rows: u8,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    // HTML drops the first line break of a text area.
    let text = format!("\n{}", control.value);
    let area = view! {
        <textarea
            class="textarea"
            id=control.id.clone()
            name=control.name
            rows=rows
            dir="auto"
            aria-describedby=control.described_by(hint.is_some())
            aria-invalid=control.invalid()
        >{text}</textarea>
    };
    view! { <FieldFrame control hint optional=true>{area}</FieldFrame> }
}
