//! Headers: the request's id, what protects browsers, who may keep an answer, and HEAD.

use crate::harness::{ME, TestApp};
use reqwest::Method;
use service::Clock;

#[tokio::test]
async fn the_callers_request_id_is_taken_and_given_back() {
    let app = TestApp::start().await;
    for id in ["abc-123", "~!@#/{}", &"x".repeat(128)] {
        let reply = app.get(ME).header("x-request-id", id).await;
        assert_eq!(reply.header("x-request-id"), id);
        assert_eq!(reply.json()["requestId"], id);
    }
}

#[tokio::test]
async fn a_request_id_that_could_forge_a_log_line_is_replaced() {
    let app = TestApp::start().await;
    for id in ["", "a b", "a\tb", "ñandú", &"x".repeat(129)] {
        let reply = app.get(ME).header("x-request-id", id).await;
        let made = reply.header("x-request-id").to_owned();
        assert_ne!(made, id);
        assert_eq!(made.len(), 36, "one of ours: {made}");
    }
    let (one, two) = (app.get("/health").await, app.get("/health").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}

#[tokio::test]
async fn head_answers_as_get_without_the_body() {
    // Answers say when they were given, and not every time has as many digits.
    let clock = Clock::fixed(Clock::system().now());
    let app = TestApp::by(clock, &[]).await;
    let ada = app.person("ada").await;
    let get = app.get(ME).by(&ada).await.is(200);
    let head = app.call(Method::HEAD, ME).by(&ada).await.is(200);
    assert_eq!(head.text, "");
    for name in ["etag", "content-type", "content-length", "cache-control"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
    let refused = app.call(Method::HEAD, ME).await.is(401);
    assert_eq!(refused.text, "");
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    assert_ne!(refused.header("content-length"), "0", "GET has a body here");
}

#[tokio::test]
async fn every_answer_bears_the_headers_that_protect_browsers() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let replies = [
        app.get(ME).by(&ada).await.is(200),
        app.get(ME).await.is(401),
        app.get("/api/v1/nothing").await.is(404),
        app.get("/health").await.is(200),
        app.get("/metrics").await.is(200),
        app.get("/").await,
        app.get("/nothing").await.is(404),
    ];
    for reply in replies {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            (
                "permissions-policy",
                "camera=(), microphone=(), geolocation=()",
            ),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(reply.header(name), value, "{name}");
        }
        assert!(
            reply
                .header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        assert_eq!(reply.header("server"), "");
    }
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_there() {
    let app = TestApp::with(&[("PUBLIC_URL", "https://matricula.example.test")]).await;
    let reply = app.get("/health").await;
    assert_eq!(
        reply.header("strict-transport-security"),
        "max-age=31536000; includeSubDomains"
    );
}

#[tokio::test]
async fn a_failure_is_kept_by_nobody_and_a_profile_only_by_its_owner() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let failure = app.get(ME).await.is(401);
    assert_eq!(failure.header("cache-control"), "no-store");
    let profile = app.get(ME).by(&ada).await.is(200);
    assert_eq!(profile.header("cache-control"), "private, no-cache");
}
