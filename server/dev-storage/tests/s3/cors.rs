//! What pages of other origins may.

use crate::world::{Folder, KEY, Running, run, with_storage};
use reqwest::{Method, Response, StatusCode};

const OURS: &str = "http://localhost:3002";
const OTHERS: &str = "http://evil.example";
const ALLOWED: &str = "access-control-allow-origin";

/// What a browser asks before it uploads.
async fn preflight(running: &Running, origin: &str, method: &str, headers: &str) -> Response {
    let asked = running.http.request(Method::OPTIONS, running.url(KEY));
    let asked = asked.header("origin", origin);
    let asked = asked.header("access-control-request-method", method);
    let asked = asked.header("access-control-request-headers", headers);
    asked.send().await.unwrap()
}

async fn upload(running: &Running, origin: &str, body: &'static str) -> Response {
    let signed = running.signed().await;
    let put = running.http.put(&signed.url).header("origin", origin);
    let put = put.header("content-type", "image/png").body(body);
    put.send().await.unwrap()
}

async fn allow(running: &Running, origin: &str) {
    let prepared = running
        .storage()
        .prepare(&[origin.to_owned()], "avatars")
        .await;
    assert_eq!(prepared.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_of_ours_may_upload_with_a_type() {
    with_storage(async |running| {
        allow(running, OURS).await;
        let answer = preflight(running, OURS, "PUT", "content-type").await;
        assert_eq!(answer.status(), StatusCode::OK);
        let header = |name: &str| answer.headers()[name].to_str().unwrap();
        assert_eq!(header(ALLOWED), OURS);
        assert_eq!(header("access-control-allow-methods"), "PUT");
        assert_eq!(header("access-control-allow-headers"), "content-type");
        assert_eq!(header("access-control-max-age"), "3600");
        assert!(header("vary").contains("Origin"));
        let uploaded = upload(running, OURS, "hello").await;
        assert_eq!(uploaded.status(), StatusCode::OK);
        assert_eq!(uploaded.headers()[ALLOWED], OURS);
        assert_eq!(uploaded.headers()["access-control-expose-headers"], "ETag");
    })
    .await;
}

#[tokio::test]
async fn a_page_of_ours_may_read_why_it_was_refused() {
    with_storage(async |running| {
        allow(running, OURS).await;
        let refused = upload(running, OURS, "too long").await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert_eq!(refused.headers()[ALLOWED], OURS);
    })
    .await;
}

#[tokio::test]
async fn a_page_of_others_is_not_let_in() {
    with_storage(async |running| {
        allow(running, OURS).await;
        for (origin, method, headers) in [
            (OTHERS, "PUT", "content-type"),
            ("http://localhost:3002.evil.example", "PUT", "content-type"),
            ("null", "PUT", "content-type"),
            (OURS, "DELETE", "content-type"),
            (OURS, "PUT", "content-type, x-amz-acl"),
        ] {
            let answer = preflight(running, origin, method, headers).await;
            assert_eq!(
                answer.status(),
                StatusCode::FORBIDDEN,
                "{origin} {method} {headers}"
            );
            assert_eq!(answer.headers().get(ALLOWED), None);
        }
        // Who has an address may use it, but a page of others is not told what came of it.
        let uploaded = upload(running, OTHERS, "hello").await;
        assert_eq!(uploaded.headers().get(ALLOWED), None);
        assert_eq!(uploaded.headers()["vary"], "Origin");
    })
    .await;
}

#[tokio::test]
async fn without_rules_no_page_is_let_in() {
    with_storage(async |running| {
        let answer = preflight(running, OURS, "PUT", "content-type").await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn rules_are_there_after_the_next_start() {
    let folder = Folder::new();
    run(folder.config(), async |running| allow(running, OURS).await).await;
    run(folder.config(), async |running| {
        let answer = preflight(running, OURS, "PUT", "content-type").await;
        assert_eq!(answer.status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn new_origins_take_the_place_of_ours_and_rules_of_others_stay() {
    let folder = Folder::new();
    let theirs = r#"{"pictures":{"cors":[{"id":"theirs","origins":["http://theirs.example"],"methods":["PUT"],"headers":["*"]}]}}"#;
    std::fs::create_dir_all(&folder.0).unwrap();
    std::fs::write(folder.0.join("rules.json"), theirs).unwrap();
    run(folder.config(), async |running| {
        allow(running, OURS).await;
        allow(running, "https://new.example").await;
        for (origin, expected) in [
            (OURS, StatusCode::FORBIDDEN),
            ("https://new.example", StatusCode::OK),
            ("http://theirs.example", StatusCode::OK),
        ] {
            let answer = preflight(running, origin, "PUT", "content-type").await;
            assert_eq!(answer.status(), expected, "{origin}");
        }
    })
    .await;
}
