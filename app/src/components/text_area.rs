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
    /// Whether it must have a value.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let text = content(&control.value);
    let area = view! {
        <textarea
            class="textarea"
            id=control.id.clone()
            name=control.name
            rows=rows
            dir="auto"
            required=required
            aria-describedby=control.described_by(hint.is_some())
            aria-invalid=control.invalid()
        >{text}</textarea>
    };
    view! { <FieldFrame control hint optional=!required>{area}</FieldFrame> }
}

/// The value as the content of the element. Leptos writes that unescaped, as it does scripts and
/// styles; and HTML drops the first line break.
pub(super) fn content(value: &str) -> String {
    format!("\n{}", html_escape::encode_text(value))
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn text_cannot_leave_the_text_area_and_comes_back_as_it_was_typed() {
        let typed = "a &amp; b</textarea><script>alert(1)</script>";
        let written = content(typed);
        assert!(!written.contains('<'), "{written}");
        assert_eq!(
            html_escape::decode_html_entities(&written),
            format!("\n{typed}")
        );
    }
}
