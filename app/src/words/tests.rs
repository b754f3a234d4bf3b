use super::*;
use contract::{FieldCode, FieldError};
use serde_json::Value;

/// Words that are the same in both languages, and rightly so.
const SAME: &[&str] = &[
    "product.name",
    "product.title",
    "product.error_title",
    "yes_no.no",
    "settings.general",
    "region.asia",
    "region.australia",
    "overview.bar",
];

fn flat(prefix: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let name = if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}.{key}")
                };
                flat(&name, value, into);
            }
        }
        Value::String(text) => into.push((prefix.to_owned(), text.clone())),
        other => panic!("{prefix} is not text: {other}"),
    }
}

fn words(json: &str) -> Vec<(String, String)> {
    let mut words = Vec::new();
    flat("", &serde_json::from_str(json).unwrap(), &mut words);
    words.sort();
    words
}

#[test]
fn both_languages_have_the_same_keys_and_no_word_is_left_in_english() {
    let english = words(include_str!("../../locales/en.json"));
    let spanish = words(include_str!("../../locales/es.json"));
    let keys = |words: &[(String, String)]| words.iter().map(|w| w.0.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&english), keys(&spanish));
    let same: Vec<_> = english
        .iter()
        .zip(&spanish)
        .filter(|(e, s)| e.1 == s.1)
        .map(|(e, _)| &e.0)
        .collect();
    let left: Vec<_> = same
        .iter()
        .filter(|key| !SAME.contains(&key.as_str()))
        .collect();
    assert!(left.is_empty(), "the same in en and es: {left:?}");
}

#[test]
fn a_fault_names_the_field_and_the_limit_in_the_language_of_the_page() {
    let error = FieldError::with_limit("links[1].label", FieldCode::TooLong, 50);
    assert_eq!(
        fault(Locale::en, &error),
        "Text of link 2 can have at most 50 characters"
    );
    let error = FieldError::new("firstName", FieldCode::Required);
    assert_eq!(
        fault(Locale::es, &error),
        "El campo «Nombre» no puede quedar vacío"
    );
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    assert_eq!(percent(Locale::en, 2.5), "2.5%");
    assert_eq!(percent(Locale::es, 2.5), "2,5\u{a0}%");
}

#[test]
fn what_was_less_than_a_day_ago_is_told_in_words() {
    use chrono::TimeDelta;
    let said = |locale, seconds| ago(locale, TimeDelta::seconds(seconds));
    assert_eq!(said(Locale::en, -5).as_deref(), Some("just now"));
    assert_eq!(said(Locale::en, 59).as_deref(), Some("just now"));
    assert_eq!(said(Locale::en, 60).as_deref(), Some("1 minute ago"));
    assert_eq!(said(Locale::es, 3_599).as_deref(), Some("hace 59 minutos"));
    assert_eq!(said(Locale::en, 3_600).as_deref(), Some("1 hour ago"));
    assert_eq!(said(Locale::es, 86_399).as_deref(), Some("hace 23 horas"));
    assert_eq!(said(Locale::en, 86_400), None);
}
