//! Text of many lines that may only be so long, with its length beside it where a script can count.

use super::{control::Control, field::FieldFrame, text_area::content};
use crate::{
    islands::{
        PART,
        text_count::{TextCount, parts},
    },
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// Labelled text that must be given. It has no `maxlength`: that cuts off silently what is pasted, while
/// the hint, the count and the answer name the limit.
#[component]
pub(crate) fn CountedArea(
    /// The control.
    control: Control,
    /// How many lines are in sight.
    rows: u8,
    /// How many characters it may hold.
    limit: usize,
    /// What to know before typing.
    #[prop(into)]
    hint: String,
) -> impl IntoView {
    let locale = locale();
    let text = content(&control.value);
    let count_id = format!("{}-count", control.id);
    let described_by = control.described_by(true).unwrap_or_default();
    let shown = words::count(locale, limit);
    let says = td_string!(
        locale,
        counted.says,
        count = parts::COUNT_HERE,
        limit = shown
    );
    let area = view! {
        <textarea
            class="textarea"
            id=control.id.clone()
            name=control.name
            rows=rows
            dir="auto"
            required=true
            aria-describedby=format!("{described_by} {count_id}")
            aria-invalid=control.invalid()
        >{text}</textarea>
    };
    let area = area.attr(PART, parts::TEXT);
    let count = view! { <p class="hint count" id=count_id hidden></p> };
    let count = count
        .attr(PART, parts::COUNT)
        .attr(parts::LIMIT, limit.to_string())
        .attr(parts::SAYS, says);
    let said = view! { <p class="sr-only" role="status"></p> }.attr(PART, parts::SAID);
    view! {
        <FieldFrame control hint=Some(hint)>
            <TextCount>{area}{count}{said}</TextCount>
        </FieldFrame>
    }
}
