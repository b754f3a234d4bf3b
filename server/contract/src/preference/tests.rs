//! Which preferences are taken.

use super::*;
use crate::{FieldCode, FieldErrors, limits::PREFERENCE_VALUE_MAX};
use serde_json::{Value, json};

fn read(body: &Value) -> Result<UpsertPreferences, FieldErrors> {
    let body = body.as_object().cloned().expect("an object");
    UpsertPreferences::from_json(PreferenceCategory::Learning, body)
}

fn faults(body: &Value) -> Vec<(String, FieldCode)> {
    let errors = read(body).expect_err("something is wrong").0;
    errors.into_iter().map(|e| (e.field, e.code)).collect()
}

fn field(name: &str, code: FieldCode) -> (String, FieldCode) {
    (name.to_owned(), code)
}

#[test]
fn any_json_is_a_value_null_included() {
    let values = [
        json!(null),
        json!(false),
        json!(1.5),
        json!("ñ"),
        json!([1, {"a": []}]),
        json!({}),
    ];
    for value in values {
        let body = json!({"preferences": [{"key": "daily_goal", "value": value}]});
        assert_eq!(read(&body).expect("good").entries[0].value, value);
    }
}

#[test]
fn every_bad_entry_is_named_by_its_place() {
    let list = json!({"preferences": [
        {"key": "good", "value": 1},
        {"key": "Bad", "value": 1},
        {"key": "nothing"},
        {"value": 1},
        "text",
        {"key": "good", "value": 2},
        {"key": 3, "value": "\u{0}"},
        {"key": "more", "value": 1, "colour": 2},
    ]});
    assert_eq!(
        faults(&list),
        [
            field("preferences[1].key", FieldCode::InvalidKey),
            field("preferences[2].value", FieldCode::Required),
            field("preferences[3].key", FieldCode::Required),
            field("preferences[4]", FieldCode::InvalidType),
            field("preferences[5].key", FieldCode::Duplicate),
            field("preferences[6].key", FieldCode::InvalidType),
            field("preferences[6].value", FieldCode::InvalidFormat),
            field("preferences[7].colour", FieldCode::UnknownField),
        ]
    );
    assert_eq!(
        faults(&json!({})),
        [field("preferences", FieldCode::Required)]
    );
    assert_eq!(
        faults(&json!({"preferences": {}})),
        [field("preferences", FieldCode::InvalidType)]
    );
    let many: Vec<_> = (0..201)
        .map(|i| json!({"key": format!("k{i}"), "value": i}))
        .collect();
    assert_eq!(
        faults(&json!({"preferences": many})),
        [field("preferences", FieldCode::TooMany)]
    );
}

#[test]
fn a_number_that_cannot_be_read_from_its_digits_is_refused_wherever_it_stands() {
    let greatest = f64::MAX;
    for value in [
        json!(greatest),
        json!([true, -greatest]),
        json!({"a": [greatest]}),
    ] {
        let list = json!({"preferences": [{"key": "good", "value": 1e308}, {"key": "bad", "value": value}]});
        let expected = [field("preferences[1].value", FieldCode::OutOfRange)];
        assert_eq!(faults(&list), expected);
    }
}

#[test]
fn numbers_are_kept_as_the_database_gives_them_back() {
    for (sent, kept) in [
        ("1e16", "10000000000000000"),
        ("-1e17", "-100000000000000000"),
        ("1.5e19", "15000000000000000000"),
        ("1.0", "1.0"),
        ("2.5", "2.5"),
    ] {
        let body = format!(r#"{{"preferences":[{{"key":"k","value":[{sent}]}}]}}"#);
        let body = serde_json::from_str(&body).expect("JSON");
        let entries = read(&body).expect("good").entries;
        assert_eq!(entries[0].value.to_string(), format!("[{kept}]"));
    }
}

#[test]
fn keys_follow_the_pattern() {
    for good in ["a", "a1_.-", &"k".repeat(64)] {
        assert_eq!(check_key(good), Ok(()), "{good}");
    }
    for bad in ["", "1a", "_a", "A", "a b", "ñ", &"k".repeat(65)] {
        assert_eq!(check_key(bad), Err(FieldCode::InvalidKey), "{bad}");
    }
}

#[test]
fn a_value_of_exactly_the_limit_goes_in_and_one_octet_more_does_not() {
    let text = |size: usize| json!({"preferences": [{"key": "k", "value": "x".repeat(size - 2)}]});
    assert!(read(&text(PREFERENCE_VALUE_MAX)).is_ok());
    assert_eq!(
        faults(&text(PREFERENCE_VALUE_MAX + 1)),
        [field("preferences[0].value", FieldCode::TooLarge)]
    );
    // Small as it was sent, but every digit is kept.
    let digits: Vec<_> = (0..30).map(|_| json!(1e300)).collect();
    assert_eq!(
        faults(&json!({"preferences": [{"key": "k", "value": digits}]})),
        [field("preferences[0].value", FieldCode::TooLarge)]
    );
}
