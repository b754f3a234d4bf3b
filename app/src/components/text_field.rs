//! A line of text.

use super::{
    control::{Control, max_length},
    field::FieldFrame,
};
use leptos::prelude::*;

/// What kind of text is typed; decides keyboard, spelling and completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words.
    Text,
    /// A name in a machine: no spelling, no capitals.
    Handle,
    /// An address.
    Url,
    /// A phone number.
    Phone,
}

impl Kind {
    const fn type_(self) -> &'static str {
        match self {
            Self::Text | Self::Handle => "text",
            Self::Url => "url",
            Self::Phone => "tel",
        }
    }
}

/// A labelled line of text.
#[component]
pub(crate) fn TextField(
    /// The control.
    control: Control,
    /// How many characters it may hold.
    limit: usize,
    /// What kind of text it holds.
    #[prop(default = Kind::Text)]
    kind: Kind,
    /// The purpose that browsers fill it by.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must have a value.
    #[prop(optional)]
    required: bool,
    /// The id of its form, where it stands outside of that.
    #[prop(optional)]
    form: Option<&'static str>,
) -> impl IntoView {
    let by_hand = kind != Kind::Text;
    let input = view! {
        <input
            class="input"
            id=control.id.clone()
            name=control.name
            form=form
            type=kind.type_()
            value=control.value.clone()
            maxlength=max_length(limit)
            autocomplete=autocomplete
            required=required
            spellcheck=by_hand.then_some("false")
            dir=(!by_hand).then_some("auto")
            autocapitalize=by_hand.then_some("none")
            aria-describedby=control.described_by(hint.is_some())
            aria-invalid=control.invalid()
        />
    };
    view! { <FieldFrame control hint optional=!required>{input}</FieldFrame> }
}
