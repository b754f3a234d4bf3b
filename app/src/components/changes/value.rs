//! A value of a field, as people read it.

use crate::{
    components::moment::Moment,
    visit::locale,
    words::{self, td_string},
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde_json::Value;

/// Longer texts are folded: characters, lines.
const LENGTH_MAX: usize = 140;
const LINES_MAX: usize = 5;
/// How much of a folded text is seen: characters.
const SEEN: usize = 70;

/// The value.
#[component]
pub(super) fn ValueText(
    /// The path of its field.
    field: String,
    /// The value; none is said as such.
    value: Option<Value>,
) -> impl IntoView {
    let locale = locale();
    match value.as_ref() {
        None | Some(Value::Null) => nothing(),
        Some(Value::Bool(yes)) => words::yes_no(locale, *yes).into_any(),
        Some(Value::Number(number)) => words::decimal(locale, number).into_any(),
        Some(Value::String(text)) => {
            if let Some(word) = words::audit_word(locale, &field, text) {
                return word.into_any();
            }
            match time_of(&field, text) {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => plain(text.clone(), false),
            }
        }
        Some(value) => match readable(value) {
            Some(text) => plain(text, false),
            None => json(value),
        },
    }
}

fn nothing() -> AnyView {
    view! { <span class="hint">{td_string!(locale(), audit.nothing)}</span> }.into_any()
}

fn json(value: &Value) -> AnyView {
    plain(
        serde_json::to_string_pretty(value).unwrap_or_default(),
        true,
    )
}

/// A text that somebody or something has written; a long one is folded.
fn plain(text: String, is_code: bool) -> AnyView {
    if text.is_empty() {
        return nothing();
    }
    let class = if is_code {
        "change-text change-code"
    } else {
        "change-text"
    };
    let start = start_of(&text);
    let whole = view! { <span class=class dir="auto">{text}</span> };
    match start {
        None => whole.into_any(),
        Some(start) => view! {
            <details class="change-fold">
                <summary><span dir="auto">{start}"…"</span></summary>
                {whole}
            </details>
        }
        .into_any(),
    }
}

/// What is seen of a text that is folded; none where all of it is.
fn start_of(text: &str) -> Option<String> {
    let is_long = text.chars().count() > LENGTH_MAX || text.lines().count() > LINES_MAX;
    let words = || text.split_whitespace().collect::<Vec<_>>().join(" ");
    is_long.then(|| {
        let start: String = words().chars().take(SEEN).collect();
        start.trim_end().to_owned()
    })
}

/// A list or an object of simple values, without signs of a language of machines; a list of such objects has a line
/// each. None where it is nested deeper.
fn readable(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            let has_objects = values.iter().any(Value::is_object);
            let texts = values.iter().map(|value| match value {
                Value::Object(_) => readable(value),
                value => simple(value),
            });
            let texts = texts.collect::<Option<Vec<_>>>()?;
            Some(texts.join(if has_objects { "\n" } else { ", " }))
        }
        Value::Object(fields) => {
            let texts = fields
                .iter()
                .map(|(name, value)| Some(format!("{name}: {}", simple(value)?)));
            Some(texts.collect::<Option<Vec<_>>>()?.join(", "))
        }
        value => simple(value),
    }
}

fn simple(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(words::yes_no(locale(), *yes).to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn time_of(field: &str, text: &str) -> Option<DateTime<Utc>> {
    let is_time = field.ends_with("At") || matches!(field, "from" | "to");
    text.parse().ok().filter(|_| is_time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn long_texts_are_folded_and_short_ones_are_not() {
        assert_eq!(start_of("a\nb\nc\nd\ne"), None);
        assert_eq!(start_of(&"ñ".repeat(140)), None);
        assert_eq!(
            start_of("a\nb\nc\nd\ne\n f").as_deref(),
            Some("a b c d e f")
        );
        assert_eq!(
            start_of(&"ñ".repeat(141)).map(|text| text.chars().count()),
            Some(70)
        );
    }

    #[test]
    fn lists_and_objects_of_simple_values_are_readable_and_others_are_not() {
        for (value, text) in [
            (json!([]), Some("")),
            (json!(["a", 2]), Some("a, 2")),
            (json!({"a": "b", "c": 1}), Some("a: b, c: 1")),
            (json!([{"a": "b"}, {"c": 1}]), Some("a: b\nc: 1")),
            (json!(["a", ["b"]]), None),
            (json!({"a": {"b": 1}}), None),
            (json!({"a": null}), None),
        ] {
            assert_eq!(readable(&value).as_deref(), text, "{value}");
        }
    }

    #[test]
    fn times_are_known_by_their_fields() {
        let time = "2026-11-21T12:00:00Z";
        assert!(time_of("lastLoginAt", time).is_some());
        assert!(time_of("displayName", time).is_none());
        assert!(time_of("lastLoginAt", "soon").is_none());
    }
}
