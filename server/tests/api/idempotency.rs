//! `Idempotency-Key` on POST: a request may be sent twice.

mod hostile;

use crate::harness::{Person, Reply, TestApp, USERS, call::bad_fields, people, tokens};
use futures::future::join_all;
use serde_json::{Value, json};

async fn post(app: &TestApp, admin: &Person, key: &str, body: &Value) -> Reply {
    app.post(USERS, body)
        .by(admin)
        .header("idempotency-key", key)
        .await
}

async fn accounts(app: &TestApp) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM users")
        .fetch_one(app.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn the_same_request_gets_the_first_answer_again() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let grace = app.admin("grace").await;
    let sketch = people::sketch("ada");
    let first = post(&app, &grace, "key-1", &sketch).await.is(201);
    assert_eq!(first.header("idempotency-replayed"), "");
    for server in [&app, &other] {
        let again = post(server, &grace, "key-1", &sketch).await.is(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.text, first.text);
        for name in ["location", "etag", "content-type"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
        assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
    }
    assert_eq!(accounts(&app).await, 2);
}

#[tokio::test]
async fn a_refusal_is_an_answer_too() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let sketch = people::sketch("grace");
    let first = post(&app, &grace, "key-1", &sketch).await.is(409);
    let again = post(&app, &grace, "key-1", &sketch).await.is(409);
    assert_eq!(again.text, first.text);
    assert_eq!(again.header("idempotency-replayed"), "true");
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    post(&app, &grace, "key-1", &people::sketch("ada"))
        .await
        .is(201);
    let reply = post(&app, &grace, "key-1", &people::sketch("ben")).await;
    reply.fails(422, "idempotency_mismatch");
    assert_eq!(accounts(&app).await, 2);
}

#[tokio::test]
async fn a_key_is_the_callers_own() {
    let app = TestApp::start().await;
    let (grace, joan) = (app.admin("grace").await, app.admin("joan").await);
    let sketch = people::sketch("ada");
    post(&app, &grace, "key-1", &sketch).await.is(201);
    post(&app, &joan, "key-1", &sketch)
        .await
        .fails(409, "auth_id_taken");
    let service = app
        .post(USERS, &sketch)
        .bearer(&tokens::service("users:write"))
        .header("idempotency-key", "key-1")
        .await;
    service.fails(409, "auth_id_taken");
    let ben = app.person("ben").await;
    post(&app, &ben, "key-1", &sketch)
        .await
        .fails(403, "forbidden");
    let nobody = app
        .post(USERS, &sketch)
        .header("idempotency-key", "key-1")
        .await;
    nobody.fails(401, "unauthenticated");
}

#[tokio::test]
async fn of_twenty_at_once_one_is_done_and_the_others_wait_or_get_its_answer() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let sketch = people::sketch("ada");
    let replies = join_all((0..20).map(|_| post(&app, &grace, "key-1", &sketch))).await;
    let mut answers = Vec::new();
    for reply in replies {
        if reply.status == 201 {
            answers.push(reply.text);
        } else {
            reply.fails(409, "in_progress");
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer, given once or more often");
    assert_eq!(accounts(&app).await, 2);
    assert_eq!(
        post(&app, &grace, "key-1", &sketch).await.is(201).text,
        answers[0]
    );
}

#[tokio::test]
async fn a_fault_of_ours_is_not_kept() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let sketch = people::sketch("ada");
    let full = "ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID";
    sqlx::raw_sql(full).execute(app.pool()).await.unwrap();
    post(&app, &grace, "key-1", &sketch)
        .await
        .fails(500, "internal");
    let space = "ALTER TABLE audit_log DROP CONSTRAINT full_up";
    sqlx::raw_sql(space).execute(app.pool()).await.unwrap();
    let second = post(&app, &grace, "key-1", &sketch).await.is(201);
    assert_eq!(second.header("idempotency-replayed"), "");
}

#[tokio::test]
async fn who_has_lost_access_is_given_no_answer_again() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let sketch = people::sketch("ada");
    post(&app, &grace, "key-1", &sketch).await.is(201);
    app.set_status(&grace, "suspended").await;
    post(&app, &grace, "key-1", &sketch)
        .await
        .fails(403, "account_suspended");
    app.set_status(&grace, "inactive").await;
    post(&app, &grace, "key-1", &sketch)
        .await
        .fails(403, "account_inactive");
}

#[tokio::test]
async fn a_key_has_1_to_255_characters() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let longest = "k".repeat(255);
    post(&app, &grace, &longest, &people::sketch("ada"))
        .await
        .is(201);
    for (key, code) in [
        ("", "required"),
        (&*format!("{longest}k"), "too_long"),
        ("ñ", "invalid_format"),
    ] {
        let told = post(&app, &grace, key, &people::sketch("ben"))
            .await
            .fails(400, "validation_failed");
        assert_eq!(bad_fields(&told), [("Idempotency-Key", code)]);
    }
}

#[tokio::test]
async fn somebody_unknown_learns_nothing_of_the_rules_of_keys() {
    let app = TestApp::start().await;
    let sketch = people::sketch("ada");
    for key in ["", &"k".repeat(256)] {
        let asked = app.post(USERS, &sketch).header("idempotency-key", key);
        asked.await.is(401);
    }
}

#[tokio::test]
async fn other_methods_have_no_use_for_it() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for bio in ["one", "two"] {
        let put = app.put(crate::harness::ME, &json!({"bio": bio})).by(&ada);
        let me = put.header("idempotency-key", "key-1").await.is(200).data();
        assert_eq!(me["bio"], bio);
    }
}
