//! A block is in the audit log, and nowhere that a follower of events could hear of it.

use super::{BLOCKS, block, unblock};
use crate::harness::TestApp;
use serde_json::{Value, json};

const ENTRIES: &str = "SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY id), '[]') FROM audit_log AS a WHERE target_id = $1 AND action IN ('user.blocked', 'user.unblocked')";

async fn told(app: &TestApp) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM outbox_events")
        .fetch_one(app.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn it_tells_who_whom_and_why() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let body = json!({"userId": ben.id, "note": "Writes at night"});
    app.post(BLOCKS, &body)
        .by(&ada)
        .header("x-request-id", "r-1")
        .await
        .is(201);
    app.post(BLOCKS, &body)
        .by(&ada)
        .header("x-request-id", "r-2")
        .await
        .is(200);
    unblock(&app, &ada, &ben)
        .header("x-request-id", "r-3")
        .await
        .is(200);
    unblock(&app, &ada, &ben)
        .header("x-request-id", "r-4")
        .await
        .is(404);
    let entries: Value = app.find(ENTRIES, &ben.id).await;
    let note = json!([{"field": "note"}]);
    let expected = [
        ("user.blocked", "r-1", note.clone()),
        ("user.unblocked", "r-3", note),
    ];
    assert_eq!(
        entries.as_array().map(Vec::len),
        Some(expected.len()),
        "{entries}"
    );
    for (entry, (action, request, changes)) in entries.as_array().unwrap().iter().zip(expected) {
        for (name, value) in [
            ("action", json!(action)),
            ("actor_kind", json!("user")),
            ("actor_id", json!(ada.id)),
            ("target_kind", json!("user")),
            ("tenant_id", json!(app.default_tenant())),
            ("request_id", json!(request)),
            ("changes", changes),
        ] {
            assert_eq!(entry[name], value, "{name} of {entry}");
        }
    }
}

#[tokio::test]
async fn a_block_without_a_note_and_one_that_was_refused_say_so() {
    let app = TestApp::start().await;
    let (ada, ben, grace) = (
        app.person("ada").await,
        app.person("ben").await,
        app.admin("grace").await,
    );
    block(&app, &ada, &ben).await.is(201);
    let entries: Value = app.find(ENTRIES, &ben.id).await;
    assert_eq!(entries[0]["changes"], json!([]));
    block(&app, &ada, &grace).await.is(403);
    assert_eq!(app.find::<Value>(ENTRIES, &grace.id).await, json!([]));
}

#[tokio::test]
async fn no_event_is_written_and_none_is_heard() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let ears = app.listen().await;
    let accounts = app.published(&ears).await;
    assert_eq!(accounts.len(), 2, "the ears are open");
    let before = told(&app).await;
    let sequence = "SELECT event_sequence FROM users WHERE id = $1";
    let numbers = async || {
        [
            app.find::<i64>(sequence, &ada.id).await,
            app.find::<i64>(sequence, &ben.id).await,
        ]
    };
    let numbered = numbers().await;
    block(&app, &ada, &ben).await.is(201);
    unblock(&app, &ada, &ben).await.is(200);
    block(&app, &ben, &ada).await.is(201);
    assert_eq!(told(&app).await, before);
    assert_eq!(numbers().await, numbered, "nobody can tell by a gap");
    assert_eq!(app.published(&ears).await.len(), 0);
    // The next event of theirs is the next in number.
    app.put(crate::harness::ME, &json!({"bio": "x"}))
        .by(&ben)
        .await
        .is(200);
    let heard = app.published(&ears).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].body["metadata"]["sequence"], numbered[1] + 1);
}

#[tokio::test]
async fn a_block_whose_entry_cannot_be_written_does_not_happen() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let full = "ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID";
    sqlx::raw_sql(full).execute(app.pool()).await.unwrap();
    block(&app, &ada, &ben).await.fails(500, "internal");
    let space = "ALTER TABLE audit_log DROP CONSTRAINT full_up";
    sqlx::raw_sql(space).execute(app.pool()).await.unwrap();
    assert!(crate::profiles::sees(&app, &ben, &ada).await);
    block(&app, &ada, &ben).await.is(201);
    sqlx::raw_sql(full).execute(app.pool()).await.unwrap();
    unblock(&app, &ada, &ben).await.fails(500, "internal");
    assert!(!crate::profiles::sees(&app, &ben, &ada).await);
}
