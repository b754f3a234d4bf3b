//! Scripts of other sites: which may call the API, and what they may read of its answers.

use crate::harness::{Call, ME, Reply, TestApp};
use reqwest::Method;

const OURS: &str = "https://app.example.test";
const EVIL: &str = "https://evil.example.test";
const RULES: &[(&str, &str)] = &[
    (
        "CORS_ORIGIN",
        "https://app.example.test,http://localhost:3000",
    ),
    ("RATE_LIMIT_MAX", "2"),
    ("RATE_LIMIT_WINDOW", "3600000"),
];

/// What a browser asks before it sends this.
fn before(app: &TestApp, origin: &str, method: &str, headers: &str) -> Call {
    app.call(Method::OPTIONS, ME)
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", headers)
}

fn words(reply: &Reply, name: &str) -> Vec<String> {
    let list = reply.header(name).split(',');
    list.map(|word| word.trim().to_ascii_lowercase()).collect()
}

#[tokio::test]
async fn a_browser_that_asks_first_is_told_what_it_may_send() {
    let app = TestApp::with(RULES).await;
    // Asking costs nothing.
    for _ in 0..4 {
        let reply = before(&app, OURS, "PUT", "authorization,content-type")
            .await
            .is(200);
        assert_eq!(reply.header("access-control-allow-origin"), OURS);
        assert_eq!(reply.header("access-control-allow-credentials"), "true");
        assert_eq!(reply.header("access-control-max-age"), "600");
        let methods = words(&reply, "access-control-allow-methods");
        assert_eq!(methods, ["get", "post", "put", "delete", "options"]);
        let headers = words(&reply, "access-control-allow-headers");
        assert_eq!(
            headers,
            ["content-type", "authorization", "x-requested-with"]
        );
        assert_eq!(reply.header("ratelimit-limit"), "");
    }
}

#[tokio::test]
async fn nobody_else_is_told_that_they_may() {
    let app = TestApp::with(RULES).await;
    let lookalikes = [
        EVIL,
        "https://app.example.test.evil.test",
        "http://app.example.test",
        "https://app.example.test:8443",
        "null",
    ];
    for origin in lookalikes {
        let asked = before(&app, origin, "GET", "authorization").await;
        let sent = app.get("/api/v1/nothing").header("origin", origin).await;
        for reply in [asked, sent] {
            assert_eq!(reply.header("access-control-allow-origin"), "", "{origin}");
        }
    }
}

#[tokio::test]
async fn what_a_script_may_read_is_there_with_failures_too() {
    let app = TestApp::with(RULES).await;
    let ada = app.person("ada").await;
    let get = |path: &str| app.get(path).header("origin", OURS);
    let replies = [
        get(ME).by(&ada).await.is(200),
        get("/api/v1/nothing").by(&ada).await.is(404),
        get(ME).by(&ada).await.is(429),
        get(ME).bearer("no.good.token").await.is(401),
        get(ME).header("accept", "text/html").await.is(406),
        get("/api/v2").await.is(404),
    ];
    for reply in replies {
        assert_eq!(reply.header("access-control-allow-origin"), OURS);
        let told = words(&reply, "access-control-expose-headers");
        for name in [
            "etag",
            "x-request-id",
            "retry-after",
            "location",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
        ] {
            assert!(told.iter().any(|word| word == name), "{name} in {told:?}");
        }
        assert!(words(&reply, "vary").contains(&"origin".to_owned()));
    }
}

#[tokio::test]
async fn pages_are_for_no_script_of_another_site() {
    let app = TestApp::with(RULES).await;
    for path in ["/", "/sign-in", "/health"] {
        let reply = app.get(path).header("origin", OURS).await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn a_deployment_may_let_everybody_in_without_credentials() {
    let rules = [("CORS_ORIGIN", "*"), ("CORS_CREDENTIALS", "false")];
    let app = TestApp::with(&rules).await;
    let reply = app.get(ME).header("origin", EVIL).await.is(401);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.header("access-control-allow-credentials"), "");
}
