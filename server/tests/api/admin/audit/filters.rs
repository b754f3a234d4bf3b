//! Whose, whom, what, and when.

use super::{actions, asked};
use crate::harness::{ME, Pairs, Person, TestApp};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::json;
use service::Clock;

const BY_STATUS: &str = "user.status_changed";
const BY_ROLE: &str = "user.role_changed";
const UPDATED: &str = "user.updated";
const CREATED: &str = "user.created";

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

/// Stops the test unless these are found, but that somebody has read the log.
async fn finds(app: &TestApp, admin: &Person, parameters: Pairs<'_>, expected: &[&str]) {
    let reply = asked(app, admin, parameters).await.is(200);
    let told = actions(&reply);
    let told: Vec<_> = told
        .iter()
        .filter(|action| *action != "audit.read")
        .collect();
    assert_eq!(told, expected, "{parameters:?}");
}

#[tokio::test]
async fn who_whom_and_what_narrow_it_down_together() {
    let (app, _, grace, joan, ada) = history().await;
    let (graces, joans, adas) = (
        ("actor", &*grace.id),
        ("actor", &*joan.id),
        ("target", &*ada.id),
    );
    let upper = ada.id.to_uppercase();
    let all = [
        UPDATED, BY_STATUS, BY_STATUS, BY_ROLE, UPDATED, CREATED, CREATED, CREATED,
    ];
    let cases: &[(Pairs, &[&str])] = &[
        (&[adas], &[BY_STATUS, BY_STATUS, BY_ROLE, UPDATED, CREATED]),
        (
            &[("target", &upper), ("action", BY_STATUS)],
            &[BY_STATUS; 2],
        ),
        (&[graces], &[BY_ROLE]),
        (&[joans], &[UPDATED, BY_STATUS, BY_STATUS]),
        (&[joans, adas], &[BY_STATUS; 2]),
        (&[("actor", "course-service")], &[CREATED; 3]),
        (&[("actor", "nobody")], &[]),
        (&[("action", BY_ROLE)], &[BY_ROLE]),
        (&[("action", "user")], &all),
        (&[("action", "use")], &[]),
        (&[("action", "application")], &[]),
    ];
    for (parameters, expected) in cases {
        finds(&app, &grace, parameters, expected).await;
    }
    for nothing in ["actor", "target", "action", "from", "to"] {
        finds(&app, &grace, &[(nothing, " ")], &all).await;
    }
}

#[tokio::test]
async fn a_stretch_of_time_has_its_beginning_and_not_its_end() {
    let (app, noon, grace, joan, _) = history().await;
    let at = |hours| (noon + TimeDelta::hours(hours)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let (one, two, three, eleven, twelve) = (at(1), at(2), at(3), at(11), at(12));
    let (joans, updated) = (("actor", &*joan.id), ("action", UPDATED));
    let cases: &[(Pairs, &[&str])] = &[
        (&[("from", &two), ("to", &three)], &[BY_ROLE]),
        (&[("from", &two), ("to", &eleven)], &[BY_STATUS, BY_ROLE]),
        (&[("from", &two), ("to", &two)], &[]),
        (&[("to", &one)], &[CREATED; 3]),
        // A date begins at midnight, and the whole day counts.
        (&[("from", "2026-11-21"), ("action", "user")], &[UPDATED]),
        (&[("to", "2026-11-20"), joans], &[BY_STATUS; 2]),
        (
            &[("from", "2026-11-20"), ("to", "2026-11-21"), updated],
            &[UPDATED; 2],
        ),
        (
            &[
                ("from", "2026-11-20T14:30:00+02:00"),
                ("to", &twelve),
                updated,
            ],
            &[UPDATED],
        ),
        (
            &[
                ("from", "2026-11-20T15:30:00+02:00"),
                ("to", &twelve),
                updated,
            ],
            &[],
        ),
        (&[("from", "2026-11-19"), ("to", "2026-11-19")], &[]),
    ];
    for (parameters, expected) in cases {
        finds(&app, &grace, parameters, expected).await;
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
        (
            &[("from", "2026-11-20"), ("to", "2026-11-19")],
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
