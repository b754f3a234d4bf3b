//! What is not decided.

use super::applied;
use crate::{
    admin::{approval, approve, reject, rejection},
    harness::{Pairs, people, tokens},
    users::instructor_application::{APPLY, application, apply, own, withdraw},
};
use serde_json::{Value, json};

#[tokio::test]
async fn every_bad_field_is_told() {
    let (app, grace, ada, _) = applied().await;
    let long = "ñ".repeat(501);
    let (yes, no) = (approval(&ada), rejection(&ada));
    let cases: Vec<(&str, Value, Pairs)> = vec![
        (&yes, json!({}), &[("version", "required")]),
        (&yes, json!({"version": null}), &[("version", "required")]),
        (
            &yes,
            json!({"version": "1"}),
            &[("version", "invalid_type")],
        ),
        (
            &yes,
            json!({"version": 1.5}),
            &[("version", "invalid_type")],
        ),
        (
            &yes,
            json!({"version": 1, "reason": "x"}),
            &[("reason", "unknown_field")],
        ),
        (
            &no,
            json!({}),
            &[("reason", "required"), ("version", "required")],
        ),
        (&no, json!({"version": 1}), &[("reason", "required")]),
        (
            &no,
            json!({"version": 1, "reason": null}),
            &[("reason", "required")],
        ),
        (
            &no,
            json!({"version": 1, "reason": " \n\u{202e}"}),
            &[("reason", "required")],
        ),
        (
            &no,
            json!({"version": 1, "reason": 7}),
            &[("reason", "invalid_type")],
        ),
        (
            &no,
            json!({"version": 1, "reason": long}),
            &[("reason", "too_long")],
        ),
        (
            &no,
            json!({"reason": long, "x": 1}),
            &[
                ("reason", "too_long"),
                ("version", "required"),
                ("x", "unknown_field"),
            ],
        ),
    ];
    let service = tokens::service("users:read users:write");
    for (path, body, expected) in cases {
        println!("{path} {body:.80}");
        app.post(path, &body).by(&grace).await.refuses(expected);
        // Who may not decide it learns nothing of the rules.
        app.post(path, &body).by(&ada).await.fails(403, "forbidden");
        app.post(path, &body)
            .bearer(&service)
            .await
            .fails(403, "forbidden");
        app.post(path, &body).await.fails(401, "unauthenticated");
    }
    app.post(&no, &json!([]))
        .by(&grace)
        .await
        .refuses(&[("body", "invalid_type")]);
    assert_eq!(own(&app, &ada).await["status"], "pending");
    reject(&app, &grace, &ada, 1, &"ñ".repeat(500))
        .await
        .is(200);
}

#[tokio::test]
async fn only_the_version_that_was_read_is_decided() {
    let (app, grace, ada, _) = applied().await;
    for version in [0, 2, -1, i64::MAX] {
        for call in [
            approve(&app, &grace, &ada, version),
            reject(&app, &grace, &ada, version, "No"),
        ] {
            let told = call.await.fails(409, "stale_version");
            assert_eq!(
                told["error"],
                "The application has changed since you read it"
            );
        }
    }
    // Taken back and submitted anew with other words: nobody has read these.
    withdraw(&app, &ada).await.is(200);
    approve(&app, &grace, &ada, 1)
        .await
        .fails(409, "no_pending_application");
    let mut body = application();
    body["motivation"] = json!("y".repeat(60));
    let second = app.post(APPLY, &body).by(&ada).await.is(201).data();
    for version in [1, 2] {
        approve(&app, &grace, &ada, version)
            .await
            .fails(409, "stale_version");
    }
    assert_eq!(own(&app, &ada).await, second);
    let version = second["version"].as_i64().unwrap();
    approve(&app, &grace, &ada, version).await.is(200);
}

#[tokio::test]
async fn what_is_not_under_review_is_not_decided() {
    let (app, grace, ada, _) = applied().await;
    let ben = app.person("ben").await;
    let abroad = people::new_id();
    let abroad = app.account(&people::sketch("abroad"), Some(&abroad)).await;
    apply(&app, &abroad).await.is(201);
    let mut nobody = ada.clone();
    nobody.id = people::new_id();
    // Never applied, of another tenant, not there at all: alike.
    for person in [&ben, &abroad, &nobody, &grace] {
        for call in [
            approve(&app, &grace, person, 1),
            reject(&app, &grace, person, 1, "No"),
        ] {
            assert_eq!(call.await.fails(404, "not_found")["error"], "Not found");
        }
    }
    assert_eq!(own(&app, &abroad).await["status"], "pending");
    let call = app.post(
        "/api/v1/admin/users/x/approve-instructor",
        &json!({"version": 1}),
    );
    call.by(&grace).await.refuses(&[("id", "invalid_id")]);
    reject(&app, &grace, &ada, 1, "No").await.is(200);
    for version in [1, 2] {
        for call in [
            approve(&app, &grace, &ada, version),
            reject(&app, &grace, &ada, version, "No"),
        ] {
            let told = call.await.fails(409, "no_pending_application");
            assert_eq!(
                told["error"],
                "The application is not under review any longer"
            );
        }
    }
    assert_eq!(app.kinds_since(&ada).await.len(), 4);
}

#[tokio::test]
async fn who_is_shut_out_is_decided_when_they_are_back() {
    let (app, grace, ada, _) = applied().await;
    for status in ["suspended", "inactive"] {
        app.put_status(&grace, &ada, status).await.is(200);
        for call in [
            approve(&app, &grace, &ada, 1),
            reject(&app, &grace, &ada, 1, "No"),
        ] {
            call.await.fails(409, "no_pending_application");
        }
        app.put_status(&grace, &ada, "active").await.is(200);
    }
    approve(&app, &grace, &ada, 1).await.is(200);
    assert_eq!(app.me(&ada).await["role"], "instructor");
}

#[tokio::test]
async fn a_decision_that_the_audit_log_cannot_take_does_not_happen() {
    let (app, grace, ada, application) = applied().await;
    let ben = app.person("ben").await;
    let full = "ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID";
    sqlx::raw_sql(full).execute(app.pool()).await.unwrap();
    approve(&app, &grace, &ada, 1).await.fails(500, "internal");
    reject(&app, &grace, &ada, 1, "No")
        .await
        .fails(500, "internal");
    withdraw(&app, &ada).await.fails(500, "internal");
    apply(&app, &ben).await.fails(500, "internal");
    let space = "ALTER TABLE audit_log DROP CONSTRAINT full_up";
    sqlx::raw_sql(space).execute(app.pool()).await.unwrap();
    assert_eq!(own(&app, &ada).await, application);
    let me = app.me(&ada).await;
    assert_eq!(
        (&me["role"], &me["status"]),
        (&json!("student"), &json!("pending_instructor_review"))
    );
    assert_eq!(app.kinds_since(&ada).await.len(), 2);
    app.get(APPLY).by(&ben).await.fails(404, "not_found");
    assert_eq!(app.me(&ben).await["status"], "active");
    // Nor is it told where followers cannot be told.
    let full = "ALTER TABLE outbox_events ADD CONSTRAINT full_up CHECK (false) NOT VALID";
    sqlx::raw_sql(full).execute(app.pool()).await.unwrap();
    approve(&app, &grace, &ada, 1).await.fails(500, "internal");
    let space = "ALTER TABLE outbox_events DROP CONSTRAINT full_up";
    sqlx::raw_sql(space).execute(app.pool()).await.unwrap();
    assert_eq!(app.entries_of(&ada.id).await.len(), 1);
    approve(&app, &grace, &ada, 1).await.is(200);
}
