//! What is typed into the filters of the audit log.

use super::*;
use crate::FieldCode;

fn query(fields: [&str; 5]) -> AuditQuery {
    let [actor, target, action, from, to] = fields.map(|text| Some(text.to_owned()));
    AuditQuery {
        actor,
        target,
        action,
        from,
        to,
    }
}

fn faults(fields: [&str; 5]) -> Vec<(String, FieldCode)> {
    let Err(errors) = query(fields).check() else {
        panic!("it can be read")
    };
    errors.0.into_iter().map(|e| (e.field, e.code)).collect()
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

#[test]
fn what_is_empty_asks_for_everything() {
    assert_eq!(AuditQuery::default().check(), Ok(AuditFilter::default()));
    assert_eq!(
        query([" ", "", "\t", "", ""]).check(),
        Ok(AuditFilter::default())
    );
}

#[test]
fn an_actor_is_an_id_in_any_case_or_a_name() {
    let actor = |text: &str| query([text, "", "", "", ""]).check().unwrap().actor;
    let id = "019a0000-0000-7000-8000-00000000000a";
    assert_eq!(actor(&id.to_uppercase()).as_deref(), Some(id));
    assert_eq!(actor(" Course-Service ").as_deref(), Some("Course-Service"));
}

#[test]
fn a_word_asks_for_an_area_and_words_with_dots_for_one_action() {
    let action = |text: &str| query(["", "", text, "", ""]).check().unwrap().action;
    assert_eq!(action("user"), Some(ActionFilter::Area("user".into())));
    assert_eq!(
        action("user.role_changed"),
        Some(ActionFilter::Exactly("user.role_changed".into()))
    );
}

#[test]
fn a_date_counts_from_its_first_to_its_last_moment() {
    let checked = query(["", "", "", "2026-11-21", "2026-11-21"])
        .check()
        .unwrap();
    assert_eq!(checked.from, at("2026-11-21T00:00:00Z"));
    assert_eq!(checked.before, at("2026-11-22T00:00:00Z"));
    let checked = query([
        "",
        "",
        "",
        "2026-11-21T10:00:00+01:00",
        "2026-11-21T09:00:00Z",
    ]);
    let checked = checked.check().unwrap();
    assert_eq!(checked.from, at("2026-11-21T09:00:00Z"));
    assert_eq!(checked.before, checked.from);
}

#[test]
fn everything_that_cannot_be_read_is_named() {
    use FieldCode::{InvalidFormat, InvalidId, OutOfRange, TooLong};
    assert_eq!(
        faults([&"x".repeat(129), "me", "User", "soon", "2026-02-30"]),
        [
            ("actor".into(), TooLong),
            ("target".into(), InvalidId),
            ("action".into(), InvalidFormat),
            ("from".into(), InvalidFormat),
            ("to".into(), InvalidFormat),
        ]
    );
    for action in ["user.", ".user", "user..read", "user%"] {
        assert_eq!(
            faults(["", "", action, "", ""]),
            [("action".into(), InvalidFormat)]
        );
    }
    for year in [
        "0000-01-01",
        "+12026-01-01",
        "-0001-01-01",
        "99999-01-01T00:00:00Z",
    ] {
        assert_eq!(
            faults(["", "", "", year, ""]),
            [("from".into(), InvalidFormat)],
            "{year}"
        );
    }
    assert_eq!(
        faults(["", "", "", "2026-11-22", "2026-11-20"]),
        [("to".into(), OutOfRange)]
    );
}
