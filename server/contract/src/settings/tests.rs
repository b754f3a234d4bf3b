//! What settings take, and how documents of other times are read.

use super::*;
use crate::FieldCode;
use serde_json::json;

fn read(body: &Value) -> Result<UpdateSettings, FieldErrors> {
    UpdateSettings::from_json(body.as_object().cloned().expect("an object"))
}

fn faults(body: &Value) -> Vec<(String, FieldCode)> {
    let errors = read(body).expect_err("something is wrong").0;
    errors.into_iter().map(|e| (e.field, e.code)).collect()
}

fn document(kept: Value) -> SettingsDocument {
    serde_json::from_value(kept).expect("every document can be read")
}

#[test]
fn what_is_sent_is_changed_and_the_rest_stays() {
    let command =
        read(&json!({"theme": "dark", "emailNotifications": {"marketing": true}})).expect("good");
    let changed = command
        .check(&Language::ALL)
        .expect("good")
        .apply(Settings::default());
    assert_eq!(changed.theme, Theme::Dark);
    assert!(changed.email_notifications.marketing && changed.email_notifications.new_course_alerts);
    assert_eq!(changed.timezone, "UTC");
}

#[test]
fn every_bad_field_is_listed_by_its_path() {
    let field = |name: &str, code| (name.to_owned(), code);
    assert_eq!(
        faults(&json!({
            "theme": "sepia", "language": "xx", "timezone": "Mars/Olympus", "colour": 1,
            "emailNotifications": {"marketing": "yes", "spam": true}
        })),
        [
            field("colour", FieldCode::UnknownField),
            field("emailNotifications.marketing", FieldCode::InvalidType),
            field("emailNotifications.spam", FieldCode::UnknownField),
            field("language", FieldCode::InvalidChoice),
            field("theme", FieldCode::InvalidChoice),
            field("timezone", FieldCode::InvalidTimezone),
        ]
    );
    assert_eq!(
        faults(&json!({"theme": null, "emailNotifications": null})),
        [
            field("emailNotifications", FieldCode::Required),
            field("theme", FieldCode::Required),
        ]
    );
    assert_eq!(
        faults(&json!({"emailNotifications": [true]})),
        [field("emailNotifications", FieldCode::InvalidType)]
    );
}

#[test]
fn old_documents_are_upgraded_and_unreadable_values_fall_back() {
    assert_eq!(document(json!({})).settings, Settings::default());
    // The first seed's shape, before there was a time zone.
    let old = document(
        json!({"theme": "dark", "language": "es", "emailNotifications": {"marketing": true}}),
    );
    assert_eq!(old.settings.theme, Theme::Dark);
    assert_eq!(old.settings.timezone, "UTC");
    assert!(old.settings.email_notifications.new_course_alerts);
    assert!(old.language_chosen);
    // What a later version, or nobody, understands.
    let odd = document(
        json!({"theme": "sepia", "language": 7, "timezone": "Mars/Olympus", "emailNotifications": true}),
    );
    assert_eq!(odd.settings, Settings::default());
    assert!(!odd.language_chosen);
}

#[test]
fn what_another_version_has_written_survives_a_save() {
    let newer = document(
        json!({"theme": "dark", "density": "compact", "emailNotifications": {"digest": "weekly"}}),
    );
    let saved = serde_json::to_value(&newer).expect("JSON");
    assert_eq!(saved["density"], "compact");
    assert_eq!(saved["emailNotifications"]["digest"], "weekly");
    assert_eq!(saved["theme"], "dark");
    assert_eq!(document(saved), newer);
}
