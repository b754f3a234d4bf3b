//! What may be sent, and what is named of what may not.
#![cfg(feature = "validate")]

use super::*;
use serde_json::json;

fn object(body: Value) -> Map<String, Value> {
    match body {
        Value::Object(body) => body,
        other => panic!("a body is an object, not {other}"),
    }
}

fn faults<T: std::fmt::Debug>(read: Result<T, FieldErrors>) -> Vec<(String, FieldCode)> {
    let errors = read.unwrap_err();
    errors.0.into_iter().map(|e| (e.field, e.code)).collect()
}

#[test]
fn every_bad_field_of_an_application_is_named() {
    let body = json!({"motivation": "x".repeat(49), "expertise": [], "links": [{"label": "", "url": "http://x"}], "role": "admin"});
    let expected = [
        ("expertise", FieldCode::Required),
        ("links[0].label", FieldCode::Required),
        ("links[0].url", FieldCode::InvalidUrl),
        ("motivation", FieldCode::TooShort),
        ("role", FieldCode::UnknownField),
    ]
    .map(|(field, code)| (field.to_owned(), code));
    assert_eq!(faults(SubmitApplication::from_json(object(body))), expected);
    let body = json!({"motivation": 1, "expertise": "x"});
    let expected = [
        ("expertise", FieldCode::InvalidType),
        ("motivation", FieldCode::InvalidType),
    ]
    .map(|(field, code)| (field.to_owned(), code));
    assert_eq!(faults(SubmitApplication::from_json(object(body))), expected);
}

#[test]
fn limits_of_an_application_are_those_of_the_contract() {
    let with = |motivation: usize, expertise: usize, links: usize| {
        let link = Link {
            label: "My work".into(),
            url: "https://example.org/".into(),
        };
        SubmitApplication {
            motivation: "ñ".repeat(motivation),
            expertise: (0..expertise).map(|n| format!("Skill {n}")).collect(),
            links: vec![link; links],
        }
        .check()
    };
    assert!(with(50, 1, 0).is_ok());
    assert!(with(2_000, 10, 5).is_ok());
    assert_eq!(faults(with(2_001, 1, 0))[0].1, FieldCode::TooLong);
    assert_eq!(faults(with(50, 11, 0))[0].1, FieldCode::TooMany);
    assert_eq!(faults(with(50, 1, 6))[0].1, FieldCode::TooMany);
}

#[test]
fn a_decision_names_the_version_and_a_rejection_why() {
    assert_eq!(
        faults(Decide::approval(object(json!({})))),
        [("version".to_owned(), FieldCode::Required)]
    );
    let missing = faults(Decide::rejection(object(json!({"version": "1"}))));
    assert_eq!(
        missing,
        [
            ("reason".to_owned(), FieldCode::Required),
            ("version".to_owned(), FieldCode::InvalidType),
        ]
    );
    // What could be read is checked too, so that one answer lists all.
    let both = faults(Decide::rejection(object(
        json!({"reason": "x".repeat(501)}),
    )));
    assert_eq!(
        both,
        [
            ("reason".to_owned(), FieldCode::TooLong),
            ("version".to_owned(), FieldCode::Required),
        ]
    );
    let blank = Decide::rejection(object(json!({"version": 1, "reason": " \n"}))).unwrap();
    assert_eq!(
        faults(blank.check()),
        [("reason".to_owned(), FieldCode::Required)]
    );
    let long = json!({"version": 1, "reason": "x".repeat(501)});
    let long = Decide::rejection(object(long)).unwrap();
    assert_eq!(
        faults(long.check()),
        [("reason".to_owned(), FieldCode::TooLong)]
    );
}
