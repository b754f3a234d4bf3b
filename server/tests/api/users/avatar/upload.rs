//! `POST /users/profile/avatar`

use super::{FORM, GIF};
use crate::harness::{TestApp, eventually};
use futures::{
    StreamExt,
    stream::{self, FuturesUnordered},
};
use reqwest::Method;
use std::convert::Infallible;
use tokio::sync::oneshot;

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
        app.call(Method::POST, FORM)
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
    // However many parts there are too many, so many are told.
    let many: Vec<_> = (0..5_000)
        .map(|nth| part(&format!("p{nth}"), b""))
        .collect();
    let told = send(form(&many)).await.is(400).json();
    assert_eq!(told["fields"].as_array().unwrap().len(), 101);
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
        let mut call = app.call(Method::POST, FORM).by(&ada).picture(&bytes);
        if let Some(key) = key {
            call = call.header("idempotency-key", key);
        }
        let refused = call.await.fails(413, "payload_too_large");
        assert_eq!(refused["fields"][0]["field"], "file");
        let message = refused["fields"][0]["message"].as_str().unwrap();
        assert!(message.contains("5242880"), "{message}");
    }
}

#[tokio::test]
async fn anything_but_a_form_is_refused() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for content_type in ["image/png", "application/json", "multipart/form-data"] {
        let call = app.call(Method::POST, FORM).by(&ada);
        let refused = call.body(content_type, GIF).await;
        let body = refused.fails(415, "unsupported_media_type");
        assert_eq!(body["error"], "Send multipart/form-data");
    }
    let anonymous = app.call(Method::POST, FORM).picture(GIF).await;
    anonymous.fails(401, "unauthenticated");
}

#[tokio::test]
async fn without_storage_it_is_to_be_tried_again_later() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let call = app.call(Method::POST, FORM).by(&ada).picture(GIF);
    let reply = call.await;
    assert!(reply.headers.contains_key("retry-after"));
    reply.fails(503, "unavailable");
    let status = "SELECT status || ' ' || reason FROM avatar_uploads WHERE user_id = $1::uuid";
    let told: String = app.find(status, &ada.id).await;
    assert_eq!(told, "failed storage_unavailable");
}

#[tokio::test]
async fn the_same_form_with_another_boundary_gets_the_first_answer_again() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let send = async |content_type: &str, body: Vec<u8>| {
        app.call(Method::POST, FORM)
            .by(&ada)
            .header("idempotency-key", "key")
            .body(content_type, body)
            .await
    };
    let text = String::from_utf8(form(&[part("file", b"GIF89a, or so it says")])).unwrap();
    let other = text.replace("--edge", "--another-edge");
    let first = send(MULTIPART, text.into()).await.is(202);
    // Names of media types have no case.
    let again = send("Multipart/Form-Data; boundary=another-edge", other.into()).await;
    let again = again.is(202);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.text, first.text);
    let another = send(MULTIPART, form(&[part("file", GIF)])).await;
    another.fails(422, "idempotency_mismatch");
    let rows = "SELECT count(*) FROM avatar_uploads WHERE user_id = $1::uuid";
    assert_eq!(app.find::<i64>(rows, &ada.id).await, 1);
}

#[tokio::test]
async fn a_large_picture_may_have_a_key_however_its_media_type_is_spelled() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let mut bytes = GIF.to_vec();
    bytes.resize(2 * 1024 * 1024, 0);
    let sent = app.call(Method::POST, FORM).by(&ada);
    let sent = sent.header("idempotency-key", "key").body(
        "Multipart/Form-Data; boundary=edge",
        form(&[part("file", &bytes)]),
    );
    sent.await.is(202);
}

#[tokio::test]
async fn eight_forms_are_taken_at_once_and_the_next_is_to_be_tried_again_later() {
    let app = TestApp::with_storage(&[]).await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let whole = form(&[part("file", GIF)]);
    let (begun, rest) = whole.split_at(whole.len() - 20);
    let mut ends = Vec::new();
    let forms = FuturesUnordered::new();
    for nth in 0..8 {
        let (end, ending) = oneshot::channel::<()>();
        let (begun, rest) = (begun.to_vec(), rest.to_vec());
        let body = stream::once(async { Ok::<_, Infallible>(begun) }).chain(stream::once(async {
            ending.await.ok();
            Ok(rest)
        }));
        let mut call = app.call(Method::POST, FORM).by(&ada);
        // Also where the body is read before it is known what to do.
        if nth % 2 == 0 {
            call = call.header("idempotency-key", &format!("key-{nth}"));
        }
        let body = reqwest::Body::wrap_stream(body);
        forms.push(call.body(MULTIPART, body).into_future());
        ends.push(end);
    }
    let full = async {
        eventually("there is room without end", async || {
            let next = app.call(Method::POST, FORM).by(&ben).picture(GIF).await;
            next.status == 503 && next.headers.contains_key("retry-after")
        })
        .await;
        for end in ends {
            end.send(()).unwrap();
        }
    };
    let ((), ended) = tokio::join!(full, forms.collect::<Vec<_>>());
    for reply in ended {
        reply.is(202);
    }
    app.call(Method::POST, FORM)
        .by(&ben)
        .picture(GIF)
        .await
        .is(202);
}
