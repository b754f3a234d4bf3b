use super::{fault::Fault, *};
use crate::{
    FieldCode,
    limits::{RESERVED_USERNAMES, USERNAME_MAX, USERNAME_MIN},
};
use proptest::prelude::*;

fn update(
    fill: impl FnOnce(&mut UpdateProfile),
) -> Result<ProfileChanges, Vec<(String, FieldCode)>> {
    let mut command = UpdateProfile::default();
    fill(&mut command);
    command
        .check(&Language::ALL)
        .map_err(|e| e.0.into_iter().map(|e| (e.field, e.code)).collect())
}

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.into())
}

#[test]
fn every_bad_field_is_listed_at_once() {
    let errors = update(|c| {
        c.first_name = set("   ");
        c.username = set("a");
        c.phone = set("600 123 456");
        c.timezone = set("Mars/Olympus");
        c.links = Patch::Set(vec![Link {
            label: String::new(),
            url: "http://example.com".into(),
        }]);
    });
    let errors = errors.expect_err("all of them are bad");
    let fields: Vec<_> = errors.iter().map(|(f, _)| f.as_str()).collect();
    assert_eq!(
        fields,
        [
            "username",
            "firstName",
            "phone",
            "timezone",
            "links[0].label",
            "links[0].url"
        ]
    );
}

#[test]
fn blank_text_clears_an_optional_field_and_is_refused_for_a_required_one() {
    let changes = update(|c| c.headline = set(" \u{202e} ")).expect("blank is allowed here");
    assert_eq!(changes.headline, Patch::Clear);
    assert_eq!(
        update(|c| c.last_name = Patch::Clear),
        Err(vec![("lastName".into(), FieldCode::Required)])
    );
}

#[test]
fn usernames_are_lower_cased_and_reserved_words_refused() {
    assert_eq!(check_username(" Ada.L "), Ok(Some("ada.l".into())));
    for bad in [".ada", "ada-", "a da", "ádа1", "ada\u{0}x y"] {
        assert!(check_username(bad).is_err(), "{bad:?} must be refused");
    }
    assert_eq!(check_username("ADMIN"), Err(Fault::of(FieldCode::Reserved)));
}

#[test]
fn reserved_words_are_usernames_that_somebody_could_ask_for() {
    for name in RESERVED_USERNAMES {
        assert!(
            name.len() < USERNAME_MIN
                || check_username(name) == Err(Fault::of(FieldCode::Reserved)),
            "{name}"
        );
    }
}

#[test]
fn a_limit_counts_characters_not_bytes() {
    assert!(update(|c| c.bio = set(&"ñ".repeat(BIO_MAX))).is_ok());
    assert_eq!(
        update(|c| c.bio = set(&"ñ".repeat(BIO_MAX + 1))),
        Err(vec![("bio".into(), FieldCode::TooLong)])
    );
}

#[test]
fn phone_numbers_are_kept_in_e164() {
    assert_eq!(phone("+34 600-123 (456)"), Ok(Some("+34600123456".into())));
    for bad in [
        "600123456",
        "+123456",
        "+1234567890123456",
        "+34six00123",
        "++34600123456",
    ] {
        assert!(phone(bad).is_err(), "{bad}");
    }
}

#[test]
fn only_https_addresses_without_credentials_are_links() {
    assert!(https_url("https://example.com/a?b#c").is_ok());
    for bad in [
        "javascript:alert(1)",
        "http://example.com",
        "https://",
        "//example.com",
        "https://u:p@example.com",
        "data:text/html,x",
    ] {
        assert!(https_url(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_same_skill_twice_is_kept_once() {
    let changes =
        update(|c| c.skills = Patch::Set(vec!["Rust".into(), "rust ".into(), "SQL".into()]));
    assert_eq!(
        changes.expect("good").skills,
        Patch::Set(vec!["Rust".into(), "SQL".into()])
    );
}

proptest! {
    #[test]
    fn what_passes_is_within_the_limits_and_passes_again_unchanged(name in "\\PC{0,120}", bio in "(?s).{0,1100}") {
        if let Ok(once) = update(|c| { c.first_name = set(&name); c.bio = set(&bio); }) {
            if let Patch::Set(first) = &once.first_name {
                prop_assert!((1..=NAME_MAX).contains(&first.chars().count()));
                prop_assert!(!first.chars().any(char::is_control));
            }
            let twice = update(|c| { c.first_name = once.first_name.clone(); c.bio = once.bio.clone(); });
            prop_assert_eq!(twice.expect("clean text stays clean"), once);
        }
    }

    #[test]
    fn no_username_outside_the_alphabet_passes(name in "\\PC{0,40}") {
        if let Ok(Some(name)) = check_username(&name) {
            prop_assert!((USERNAME_MIN..=USERNAME_MAX).contains(&name.len()));
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b)));
        }
    }
}
