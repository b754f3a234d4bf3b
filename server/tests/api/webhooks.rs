//! `POST /webhooks/storage`

use crate::{
    harness::{Call, Person, Reply, TestApp},
    users::avatar::GIF,
};
use reqwest::Method;
use serde_json::json;

const WEBHOOK: &str = "/webhooks/storage";
const TOKEN: &str = "what-storage-proves-itself-with-here";
const WITH_TOKEN: (&str, &str) = ("STORAGE_WEBHOOK_TOKEN", TOKEN);

/// Storage tells this.
fn tell(app: &TestApp, body: impl Into<reqwest::Body>) -> Call {
    app.call(Method::POST, WEBHOOK)
        .body("application/json", body)
}

/// The frame of a failure outside of `/api`.
fn framed(reply: Reply, status: u16, code: &str) -> Reply {
    let body = reply.json();
    assert_eq!(
        (reply.status, body["code"].as_str()),
        (status, Some(code)),
        "{body}"
    );
    assert_eq!(body["success"], false);
    assert_eq!(body["requestId"], reply.header("x-request-id"));
    reply
}

async fn waits(app: &TestApp) -> u32 {
    let queue = &app.state().config.storage.messages.queue;
    app.queues().await.waiting(queue).await
}

#[tokio::test]
async fn what_storage_tells_over_http_goes_the_whole_way_also_before_there_is_a_media_service() {
    let app = TestApp::with_silent_storage(&[WITH_TOKEN]).await;
    app.take_in_events().await;
    let becomes_ready = async |person: &Person, scheme: &str| {
        let id = app.upload(person, "image/gif", GIF).await;
        let told = tell(&app, app.record(person, &id));
        let told = told
            .header("authorization", &format!("{scheme}{TOKEN}"))
            .await;
        assert_eq!((told.status, told.text.as_str()), (202, ""));
        id
    };
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let first = becomes_ready(&ada, "Bearer ").await;
    assert_eq!(waits(&app).await, 1);
    let media = app.make_pictures();
    let second = becomes_ready(&ben, "bearer ").await;
    for (person, id) in [(&ada, &first), (&ben, &second)] {
        assert_eq!(app.settled(person, id).await["status"], "ready");
    }
    media.stop().await;
}

#[tokio::test]
async fn whoever_does_not_have_the_token_is_told_so_before_anything_is_read() {
    let app = TestApp::with(&[WITH_TOKEN]).await;
    let longer = format!("Bearer {TOKEN}x");
    let given = [
        None,
        Some(""),
        Some("Bearer "),
        // Without the scheme.
        Some(TOKEN),
        Some(&*longer),
        Some("Bearer what-storage-proves-itself-with-herf"),
        Some("Basic d2hhdA=="),
    ];
    for given in given {
        let mut call = tell(&app, "not JSON");
        if let Some(given) = given {
            call = call.header("authorization", given);
        }
        let reply = framed(call.await, 401, "unauthenticated");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    assert_eq!(waits(&app).await, 0);
}

#[tokio::test]
async fn where_no_token_is_set_storage_does_not_tell_over_http() {
    let app = TestApp::start().await;
    for token in [TOKEN, ""] {
        let call = tell(&app, "{}").bearer(token);
        framed(call.await, 404, "feature_disabled");
    }
}

#[tokio::test]
async fn what_is_no_message_of_storage_is_refused_and_kept_from_the_queue() {
    let app = TestApp::with(&[WITH_TOKEN]).await;
    let told = async |body: String| tell(&app, body).bearer(TOKEN).await;
    framed(told("not JSON".into()).await, 400, "malformed_json");
    framed(told(String::new()).await, 400, "malformed_json");
    for body in [json!({}), json!([1]), json!({"Records": [{}]})] {
        let reply = framed(told(body.to_string()).await, 400, "validation_failed");
        assert_eq!(reply.json()["fields"][0]["field"], "body");
    }
    let long = format!("{{\"Records\":[],\"x\":\"{}\"}}", "x".repeat(1024 * 1024));
    framed(told(long).await, 413, "payload_too_large");
    framed(app.get(WEBHOOK).await, 405, "method_not_allowed");
    assert_eq!(waits(&app).await, 0);
    // Amazon tries a new connection.
    assert_eq!(
        told(json!({"Event": "s3:TestEvent"}).to_string())
            .await
            .status,
        202
    );
    assert_eq!(waits(&app).await, 1);
}

#[tokio::test]
async fn storage_is_asked_to_come_again_while_the_broker_is_away() {
    let nobody = ("RABBITMQ_URL", "amqp://127.0.0.1:9");
    let app = TestApp::with(&[WITH_TOKEN, nobody]).await;
    let told = tell(&app, json!({"Records": []}).to_string()).bearer(TOKEN);
    let reply = framed(told.await, 503, "unavailable");
    assert_eq!(reply.header("retry-after"), "5");
}
