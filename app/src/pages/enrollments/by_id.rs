//! A box for the id of a course, for whoever was given one.

use super::{PATH, buttons::Hidden, model::Model};
use crate::{
    components::{
        control::Control,
        text_field::{Kind, TextField},
    },
    forms::enrollment::Action,
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// The id of the box.
pub(super) const ID: &str = "field-course-id";
/// Characters of a UUID.
const ID_LENGTH: usize = 36;

/// Folded away until it is needed, and open where something was typed.
#[component]
pub(super) fn ById(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let typed = model.typed_id();
    let is_open = typed.is_some();
    let (value, error) = typed.unwrap_or_default();
    let control = Control {
        id: ID.to_owned(),
        name: "courseId",
        label: td_string!(locale, enrollments.id_label).to_owned(),
        value,
        error,
    };
    view! {
        <details class="by-id" open=is_open>
            <summary>{td_string!(locale, enrollments.by_id)}</summary>
            <form method="post" action=PATH novalidate>
                <Hidden action=Action::Enroll owner=model.me.id/>
                <TextField
                    control
                    limit=ID_LENGTH
                    kind=Kind::Handle
                    required=true
                    hint=td_string!(locale, enrollments.id_hint)
                />
                <button class="btn" type="submit">{td_string!(locale, courses.enroll)}</button>
            </form>
        </details>
    }
}
