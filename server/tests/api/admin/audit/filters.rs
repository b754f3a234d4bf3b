//! Whose, whom, what, and when.

use super::{actions, asked};
use crate::harness::{ME, Pairs, Person, TestApp};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::json;
use service::Clock;

const BY_STATUS: &str = "user.status_changed";

/// Two admins who have done this and that, an hour after the other, from noon on.
async fn history() -> (TestApp, DateTime<Utc>, Person, Person, Person) {
    let noon: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    let clock = Clock::fixed(noon);
    let app = TestApp::by(clock.clone(), &[]).await;
    let (grace, joan) = (app.admin("grace").await, app.admin("joan").await);
    let ada = app.person("ada").await;
    let later = |hours| clock.set(noon + TimeDelta::hours(hours));
    later(1);
    app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
    later(2);
    app.give_role(&grace, &ada, "instructor").await.is(200);
    later(3);
    app.put_status(&joan, &ada, "suspended").await.is(200);
    later(11);
    app.put_status(&joan, &ada, "active").await.is(200);
    later(12);
    app.put(ME, &json!({"bio": "y"})).by(&joan).await.is(200);
    later(13);
    (app, noon, grace, joan, ada)
}

#[tokio::test]
async fn each_filter_narrows_it_down() {
    let (app, noon, grace, joan, ada) = history().await;
    let at = |hours| (noon + TimeDelta::hours(hours)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let (one, two, three, eleven, twelve) = (at(1), at(2), at(3), at(11), at(12));
    let upper = ada.id.to_uppercase();
    let cases: Vec<(Vec<(&str, &str)>, &[&str])> = vec![
        (
            vec![("target", &ada.id)],
            &[
                BY_STATUS,
                BY_STATUS,
                "user.role_changed",
                "user.updated",
                "user.created",
            ],
        ),
        (
            vec![("target", &upper), ("action", BY_STATUS)],
            &[BY_STATUS, BY_STATUS],
        ),
        (vec![("actor", &grace.id)], &["user.role_changed"]),
        (
            vec![("actor", &joan.id)],
            &["user.updated", BY_STATUS, BY_STATUS],
        ),
        (
            vec![("actor", &joan.id), ("target", &ada.id)],
            &[BY_STATUS, BY_STATUS],
        ),
        (
            vec![("actor", "course-service")],
            &["user.created", "user.created", "user.created"],
        ),
        (vec![("actor", "nobody")], &[]),
        (
            vec![("action", "user.role_changed")],
            &["user.role_changed"],
        ),
        (
            vec![("action", "user")],
            &[
                "user.updated",
                BY_STATUS,
                BY_STATUS,
                "user.role_changed",
                "user.updated",
                "user.created",
                "user.created",
                "user.created",
            ],
        ),
        (vec![("action", "use")], &[]),
        (vec![("action", "application")], &[]),
        // From a time on, and before another.
        (vec![("from", &two), ("to", &three)], &["user.role_changed"]),
        (
            vec![("from", &two), ("to", &eleven)],
            &[BY_STATUS, "user.role_changed"],
        ),
        (vec![("from", &two), ("to", &two)], &[]),
        (
            vec![("to", &one)],
            &["user.created", "user.created", "user.created"],
        ),
        // A date begins at midnight, and the whole day counts.
        (
            vec![("from", "2026-11-21"), ("action", "user")],
            &["user.updated"],
        ),
        (
            vec![("to", "2026-11-20"), ("actor", &joan.id)],
            &[BY_STATUS, BY_STATUS],
        ),
        (
            vec![
                ("from", "2026-11-20"),
                ("to", "2026-11-21"),
                ("action", "user.updated"),
            ],
            &["user.updated", "user.updated"],
        ),
        (
            vec![
                ("from", "2026-11-20T13:30:00+02:00"),
                ("to", &twelve),
                ("action", "user.updated"),
            ],
            &["user.updated"],
        ),
        (vec![("from", "2026-11-19"), ("to", "2026-11-19")], &[]),
    ];
    for (parameters, expected) in cases {
        let reply = asked(&app, &grace, &parameters).await.is(200);
        let told = actions(&reply);
        // That they read is not what they look for.
        let told: Vec<_> = told
            .iter()
            .filter(|action| *action != "audit.read")
            .collect();
        assert_eq!(told, expected, "{parameters:?}");
    }
    for nothing in ["actor", "target", "action", "from", "to"] {
        let reply = asked(&app, &grace, &[(nothing, " ")]).await.is(200);
        assert!(actions(&reply).len() > 8, "{nothing}");
    }
}

#[tokio::test]
async fn every_bad_parameter_is_told() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let (long, longer) = ("x".repeat(101), "x".repeat(129));
    let cases: &[(Pairs, Pairs)] = &[
        (&[("target", "ada")], &[("target", "invalid_id")]),
        (&[("actor", &longer)], &[("actor", "too_long")]),
        (&[("action", &long)], &[("action", "too_long")]),
        (
            &[("action", "User.Created")],
            &[("action", "invalid_format")],
        ),
        (&[("action", "user.")], &[("action", "invalid_format")]),
        (&[("action", "user%")], &[("action", "invalid_format")]),
        (&[("from", "yesterday")], &[("from", "invalid_format")]),
        (&[("from", "2026-11-31")], &[("from", "invalid_format")]),
        (
            &[("to", "2026-11-20T25:00:00Z")],
            &[("to", "invalid_format")],
        ),
        (
            &[("to", "2026-11-20T12:00:00")],
            &[("to", "invalid_format")],
        ),
        (
            &[("from", "2026-11-21"), ("to", "2026-11-19")],
            &[("to", "out_of_range")],
        ),
        (&[("actor", "a"), ("actor", "b")], &[("actor", "duplicate")]),
        (&[("cursor", "x")], &[("cursor", "invalid_format")]),
        (&[("cursor", "x"), ("page", "2")], &[("page", "duplicate")]),
        (
            &[
                ("target", "x"),
                ("action", "X"),
                ("from", "x"),
                ("to", "x"),
                ("page", "0"),
                ("limit", "101"),
            ],
            &[
                ("target", "invalid_id"),
                ("action", "invalid_format"),
                ("from", "invalid_format"),
                ("to", "invalid_format"),
                ("page", "out_of_range"),
                ("limit", "out_of_range"),
            ],
        ),
    ];
    for (parameters, expected) in cases {
        println!("{parameters:.80?}");
        asked(&app, &grace, parameters).await.refuses(expected);
        asked(&app, &ada, parameters).await.fails(403, "forbidden");
    }
}
