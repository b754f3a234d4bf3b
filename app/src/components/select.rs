//! A choice of one from a list.

use super::{control::Control, field::FieldFrame};
use leptos::prelude::*;

/// One thing to choose.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What is shown.
    pub(crate) text: String,
    /// The language of what is shown, where it is not that of the page.
    pub(crate) lang: Option<&'static str>,
}

/// Choices under a heading; without one they stand first.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The heading.
    pub(crate) title: Option<&'static str>,
    /// What can be chosen.
    pub(crate) choices: Vec<Choice>,
}

/// A labelled native list: every browser and screen reader knows how to search it by typing.
#[component]
pub(crate) fn Select(
    /// The control.
    control: Control,
    /// What can be chosen.
    groups: Vec<Group>,
    /// What to know before choosing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The purpose that browsers fill it by.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it has the focus when the page is loaded.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let groups = groups
        .into_iter()
        .map(|group| group_view(group, &control.value))
        .collect_view();
    let select = view! {
        <select
            class="select"
            id=control.id.clone()
            name=control.name
            autocomplete=autocomplete
            autofocus=autofocus
            aria-describedby=control.described_by(hint.is_some())
            aria-invalid=control.invalid()
        >
            {groups}
        </select>
    };
    view! { <FieldFrame control hint>{select}</FieldFrame> }
}

fn group_view(group: Group, current: &str) -> AnyView {
    let options = group.choices.into_iter().map(|choice| {
        let selected = choice.value == current;
        view! { <option value=choice.value selected=selected lang=choice.lang>{choice.text}</option> }
    });
    let options = options.collect_view();
    match group.title {
        Some(title) => view! { <optgroup label=title>{options}</optgroup> }.into_any(),
        None => options.into_any(),
    }
}
