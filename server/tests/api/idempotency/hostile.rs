//! Keys that are to get at somebody else's answer, or to do something twice.

use super::{accounts, post};
use crate::harness::{TestApp, USERS, call::bad_fields, people, tokens};
use serde_json::json;

#[tokio::test]
async fn a_key_is_of_one_path() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let enroll = |path: String| {
        let body = json!({"courseId": people::new_id()});
        app.post(&path, &body)
            .by(&ada)
            .header("idempotency-key", "key-1")
    };
    enroll(format!("{USERS}/me/enrollments")).await.is(201);
    // The same thing by another name is another request; its body is another too.
    let other = enroll(format!("{}/enrollments", ada.path())).await.is(201);
    assert_eq!(other.header("idempotency-replayed"), "");
    let same = enroll(format!("{USERS}/me/enrollments")).await;
    same.fails(422, "idempotency_mismatch");
}

#[tokio::test]
async fn a_service_that_speaks_for_another_tenant_is_not_given_the_answer_of_the_first() {
    let app = TestApp::start().await;
    let (one, other) = (people::new_id(), people::new_id());
    let sketch = people::sketch("ada");
    let post = |tenant: &str| {
        app.post(USERS, &sketch)
            .bearer(&tokens::service_in(tenant, "users:write"))
            .header("idempotency-key", "key-1")
    };
    let first = post(&one).await.is(201).data();
    let second = post(&other).await.is(201);
    assert_eq!(second.header("idempotency-replayed"), "");
    assert_ne!(second.data()["id"], first["id"]);
}

#[tokio::test]
async fn of_two_keys_none_is_meant() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let twice = app
        .post(USERS, &people::sketch("ada"))
        .by(&grace)
        .header("idempotency-key", "key-1")
        .header("idempotency-key", "key-2");
    let told = twice.await.fails(400, "validation_failed");
    assert_eq!(bad_fields(&told), [("Idempotency-Key", "invalid_format")]);
    assert_eq!(accounts(&app).await, 1);
}

#[tokio::test]
async fn keys_that_differ_in_a_letter_are_two_and_their_text_is_only_text() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let keys = [
        "key", "Key", "key'; --", "%", "*", "{key}", "key:1", "../key",
    ];
    for (n, key) in keys.iter().enumerate() {
        let sketch = people::sketch(&format!("person{n}"));
        let made = post(&app, &grace, key, &sketch).await.is(201);
        assert_eq!(made.header("idempotency-replayed"), "", "{key}");
        let again = post(&app, &grace, key, &sketch).await.is(201);
        assert_eq!(again.header("idempotency-replayed"), "true", "{key}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_its_key_stays_free() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let mut huge = people::sketch("ada");
    huge["bio"] = "x".repeat(1024 * 1024).into();
    post(&app, &grace, "key-1", &huge)
        .await
        .fails(413, "payload_too_large");
    let made = post(&app, &grace, "key-1", &people::sketch("ada")).await;
    assert_eq!(made.is(201).header("idempotency-replayed"), "");
}
