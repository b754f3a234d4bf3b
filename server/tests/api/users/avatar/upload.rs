//! `POST /users/profile/avatar`

use super::{FORM, GIF};
use crate::harness::TestApp;

const MULTIPART: &str = "multipart/form-data; boundary=edge";

/// A part of a form, without the edge after it.
fn part(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"me.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat().as_slice(), b"--edge--\r\n"].concat()
}

#[tokio::test]
async fn a_form_must_have_one_picture_and_nothing_else() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let send = async |body: Vec<u8>| {
        app.call(reqwest::Method::POST, FORM)
            .by(&ada)
            .body(MULTIPART, body)
            .await
    };
    send(form(&[])).await.refuses(&[("file", "required")]);
    send(form(&[part("picture", GIF)]))
        .await
        .refuses(&[("picture", "unknown_field"), ("file", "required")]);
    send(form(&[part("file", GIF), part("file", GIF)]))
        .await
        .refuses(&[("file", "duplicate")]);
    send(form(&[part("file", b"")]))
        .await
        .refuses(&[("file", "invalid_size")]);
    for other in [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".as_slice(),
        b"<!doctype html><p>not a picture",
        b"%PDF-1.7",
    ] {
        send(form(&[part("file", other)]))
            .await
            .refuses(&[("file", "invalid_picture")]);
    }
    // Cut off in the middle.
    let mut cut = form(&[part("file", GIF)]);
    cut.truncate(cut.len() - 20);
    send(cut).await.refuses(&[("body", "invalid_format")]);
    let rows = "SELECT count(*) FROM avatar_uploads WHERE user_id = $1::uuid";
    assert_eq!(app.find::<i64>(rows, &ada.id).await, 0);
}

#[tokio::test]
async fn a_picture_over_the_limit_is_refused_with_the_limit_however_far_over_it_is() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for (length, key) in [
        (5_242_881, None),
        (6_000_000, None),
        (6_000_000, Some("key")),
    ] {
        let mut bytes = GIF.to_vec();
        bytes.resize(length, 0);
        let mut call = app
            .call(reqwest::Method::POST, FORM)
            .by(&ada)
            .picture(&bytes);
        if let Some(key) = key {
            call = call.header("idempotency-key", key);
        }
        let refused = call.await.fails(413, "payload_too_large");
        if key.is_none() {
            assert_eq!(refused["fields"][0]["field"], "file");
            let message = refused["fields"][0]["message"].as_str().unwrap();
            assert!(message.contains("5242880"), "{message}");
        }
    }
}

#[tokio::test]
async fn anything_but_a_form_is_refused() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for content_type in ["image/png", "application/json", "multipart/form-data"] {
        let call = app.call(reqwest::Method::POST, FORM).by(&ada);
        let refused = call.body(content_type, GIF).await;
        let body = refused.fails(415, "unsupported_media_type");
        assert_eq!(body["error"], "Send multipart/form-data");
    }
    let anonymous = app.call(reqwest::Method::POST, FORM).picture(GIF).await;
    anonymous.fails(401, "unauthenticated");
}

#[tokio::test]
async fn without_storage_it_is_to_be_tried_again_later() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let call = app.call(reqwest::Method::POST, FORM).by(&ada).picture(GIF);
    let reply = call.await;
    assert!(reply.headers.contains_key("retry-after"));
    reply.fails(503, "unavailable");
    let status = "SELECT status || ' ' || reason FROM avatar_uploads WHERE user_id = $1::uuid";
    let told: String = app.find(status, &ada.id).await;
    assert_eq!(told, "failed storage_unavailable");
}
