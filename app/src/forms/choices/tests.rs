//! What a form of choices asks for.

use super::*;
use contract::{Language, Patch, PreferenceId, profile::Visibility, settings::Theme};
use serde_json::json;

fn sent(pairs: &[(&str, &str)]) -> ChoiceForm {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    ChoiceForm::from_pairs(pairs.iter().map(owned))
}

fn faults(errors: FieldErrors) -> Vec<(String, FieldCode)> {
    errors.0.into_iter().map(|e| (e.field, e.code)).collect()
}

#[test]
fn only_what_was_touched_is_changed() {
    let form = sent(&[
        ("was.theme", "system"),
        ("was.language", "en"),
        ("was.timezone", "UTC"),
        ("theme", "dark"),
        ("language", "en"),
        ("timezone", "UTC"),
    ]);
    let command = form.settings().expect("good");
    assert_eq!(command.theme, Patch::Set(Theme::Dark));
    assert_eq!(command.language, Patch::Keep);
    assert_eq!(command.timezone, Patch::Keep);
}

#[test]
fn a_control_that_is_sent_alone_is_changed() {
    let command = sent(&[("language", "es")]).settings().expect("good");
    assert_eq!(command.language, Patch::Set(Language::Es));
    assert_eq!(command.theme, Patch::Keep);
}

#[test]
fn every_value_that_is_not_on_offer_is_listed() {
    let form = sent(&[
        ("theme", "sepia"),
        ("language", ""),
        ("timezone", "Mars/Olympus"),
    ]);
    let mut found = faults(form.settings().expect_err("all are wrong"));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("language".to_owned(), FieldCode::InvalidChoice),
        ("theme".to_owned(), FieldCode::InvalidChoice),
        ("timezone".to_owned(), FieldCode::InvalidTimezone),
    ];
    assert_eq!(found, expected);
    let found = faults(
        sent(&[("sms_enabled", "on")])
            .notifications()
            .expect_err("wrong"),
    );
    assert_eq!(
        found,
        [("sms_enabled".to_owned(), FieldCode::InvalidChoice)]
    );
}

#[test]
fn an_unticked_box_is_a_no() {
    let form = sent(&[
        ("was.email_enabled", "true"),
        ("email_enabled", "false"),
        ("was.sms_enabled", "false"),
        ("sms_enabled", "false"),
        ("sms_enabled", "true"),
        ("was.push_enabled", "false"),
        ("push_enabled", "false"),
    ]);
    let entries = form.notifications().expect("good").entries;
    let found: Vec<_> = entries.iter().map(|e| (e.key.as_str(), &e.value)).collect();
    assert_eq!(
        found,
        [
            ("email_enabled", &json!(false)),
            ("sms_enabled", &json!(true))
        ]
    );
}

#[test]
fn who_sees_the_person_is_a_change_of_the_profile_and_of_nothing_else_in_it() {
    let form = sent(&[
        ("was.visibility", "members"),
        ("visibility", "private"),
        ("was.discoverable", "true"),
        ("discoverable", "false"),
        ("headline", "taken over"),
    ]);
    let expected = UpdateProfile {
        visibility: Patch::Set(Visibility::Private),
        discoverable: Patch::Set(false),
        ..UpdateProfile::default()
    };
    assert_eq!(form.privacy(), Ok(expected));
    let alone = sent(&[("discoverable", "false"), ("discoverable", "true")]);
    let command = alone.privacy().expect("good");
    assert_eq!(command.discoverable, Patch::Set(true));
    assert_eq!(command.visibility, Patch::Keep);
    let hostile = sent(&[("visibility", "friends"), ("discoverable", "1")]);
    let mut found = faults(hostile.privacy().expect_err("both are wrong"));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("discoverable".to_owned(), FieldCode::InvalidType),
        ("visibility".to_owned(), FieldCode::InvalidChoice),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_neither_yes_nor_no_is_shown_as_a_new_account_has_it() {
    let nobody: UserId = "00000000-0000-0000-0000-000000000000"
        .parse()
        .expect("an id");
    let preference = |key: &str, value| PreferenceView {
        id: PreferenceId(nobody.0),
        user_id: nobody,
        category: PreferenceCategory::Notifications,
        key: key.to_owned(),
        value,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    };
    let saved = [
        preference("push_enabled", json!(true)),
        preference("sms_enabled", json!({"quiet": true})),
    ];
    let form = ChoiceForm::of_notifications(&saved, nobody);
    assert!(form.is_on("push_enabled") && form.is_on("email_enabled"));
    assert!(!form.is_on("sms_enabled"));
    assert!(form.notifications().expect("good").entries.is_empty());
}
