//! `POST /users/me/avatar/upload-url`

use super::{UPLOAD_URL, UPLOADS, ask};
use crate::harness::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_ticket_says_where_and_how_to_upload_and_followers_are_told() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    let reply = ask(&app, &ada).await.is(201);
    let body = reply.json();
    let ticket = &body["data"];
    let id = ticket["uploadId"].as_str().unwrap();
    assert_eq!(reply.headers["location"], format!("{UPLOADS}/{id}"));
    assert_eq!(ticket["method"], "PUT");
    assert_eq!(
        ticket["headers"],
        json!({"content-type": "image/png", "content-length": "1000"})
    );
    let url = ticket["url"].as_str().unwrap();
    let storage = &app.state().config.storage.storage;
    let key = format!("uploads/{}/{}/{id}", app.default_tenant(), ada.id);
    assert!(
        url.contains(&format!("/{}/{key}?", storage.bucket)),
        "{url}"
    );
    assert!(url.contains("X-Amz-Expires=600"), "{url}");
    assert!(
        url.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"),
        "{url}"
    );
    let heard: Vec<_> = app.published(&ears).await;
    let told = heard
        .iter()
        .find(|heard| heard.routing_key == "user.avatar.upload_requested")
        .expect("told");
    assert_eq!(told.body["data"], json!({"userId": ada.id, "uploadId": id}));
    let view = app.get(&format!("{UPLOADS}/{id}")).by(&ada).await.is(200);
    assert_eq!(view.json()["data"]["status"], "pending");
    assert_eq!(view.json()["data"]["expiresAt"], ticket["expiresAt"]);
}

#[tokio::test]
async fn every_bad_field_is_named() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let told = async |body, fields: &[(&str, &str)]| {
        app.post(UPLOAD_URL, &body).by(&ada).await.refuses(fields);
    };
    told(
        json!({}),
        &[("contentType", "required"), ("contentLength", "required")],
    )
    .await;
    told(
        json!({"contentType": "image/svg+xml", "contentLength": 5_242_881, "key": "x"}),
        &[
            ("contentLength", "invalid_size"),
            ("contentType", "invalid_choice"),
            ("key", "unknown_field"),
        ],
    )
    .await;
    for length in [json!(0), json!(-1), json!(1.5), json!(1e30)] {
        let body = json!({"contentType": "image/png", "contentLength": length});
        told(body, &[("contentLength", "invalid_size")]).await;
    }
    let body = json!({"contentType": "image/png", "contentLength": "9"});
    told(body, &[("contentLength", "invalid_type")]).await;
    // The limit itself is named for the person.
    let body = json!({"contentType": "image/png", "contentLength": 5_242_881});
    let refused = app.post(UPLOAD_URL, &body).by(&ada).await.json();
    let message = refused["fields"][0]["message"].as_str().unwrap();
    assert_eq!(message, "Must be a size from 1 to 5242880 bytes");
    let rows = "SELECT count(*) FROM avatar_uploads WHERE user_id = $1::uuid";
    assert_eq!(app.find::<i64>(rows, &ada.id).await, 0);
}

#[tokio::test]
async fn the_environment_sets_the_limits() {
    let limits = [
        ("MAX_FILE_SIZE", "1000"),
        ("ALLOWED_FILE_TYPES", "image/webp"),
    ];
    let app = TestApp::with(&limits).await;
    let ada = app.person("ada").await;
    ask(&app, &ada)
        .await
        .refuses(&[("contentType", "invalid_choice")]);
    let body = json!({"contentType": "image/webp", "contentLength": 1_000});
    app.post(UPLOAD_URL, &body).by(&ada).await.is(201);
    let body = json!({"contentType": "image/webp", "contentLength": 1_001});
    app.post(UPLOAD_URL, &body)
        .by(&ada)
        .await
        .refuses(&[("contentLength", "invalid_size")]);
}

#[tokio::test]
async fn an_eleventh_open_upload_is_refused_on_every_server() {
    let app = TestApp::start().await;
    let replica = app.replica().await;
    let ada = app.person("ada").await;
    let calls = (0..15).map(|n| ask(if n % 2 == 0 { &app } else { &replica }, &ada));
    let replies = futures::future::join_all(calls).await;
    let (given, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|r| r.status == 201);
    assert_eq!((given.len(), refused.len()), (10, 5));
    for reply in refused {
        reply.fails(409, "too_many_uploads");
    }
    // Nobody else is kept waiting by it.
    let ben = app.person("ben").await;
    ask(&app, &ben).await.is(201);
}

#[tokio::test]
async fn the_same_key_gets_the_same_ticket() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let body = json!({"contentType": "image/png", "contentLength": 1_000});
    let ask = async || {
        let call = app.post(UPLOAD_URL, &body).by(&ada);
        call.header("idempotency-key", "k").await.is(201).json()
    };
    assert_eq!(ask().await["data"], ask().await["data"]);
    let rows = "SELECT count(*) FROM avatar_uploads WHERE user_id = $1::uuid";
    assert_eq!(app.find::<i64>(rows, &ada.id).await, 1);
}
