//! Budgets of their own, and what has none.

use super::{app, number, refused};
use crate::harness::{Call, ME, Person, TestApp};
use serde_json::json;

fn ask(app: &TestApp, person: &Person) -> Call {
    let request = json!({"contentType": "image/png", "contentLength": 1000});
    app.post("/api/v1/users/me/avatar/upload-url", &request)
        .by(person)
}

#[tokio::test]
async fn pictures_have_a_smaller_budget_that_both_ways_share() {
    let app = app("100", &[("RATE_LIMIT_UPLOADS_MAX", "2")]).await;
    let ada = app.person("ada").await;
    let reply = ask(&app, &ada).await.is(201);
    assert_eq!(number(&reply, "ratelimit-limit"), 2);
    let send = || {
        let path = "/api/v1/users/profile/avatar";
        app.call(reqwest::Method::POST, path).by(&ada).picture(b"")
    };
    let reply = send().await;
    assert_eq!(number(&reply, "ratelimit-remaining"), 0);
    refused(send().await);
    refused(ask(&app, &ada).await);
    // Nothing else is any poorer, and the page's form is counted with them.
    let me = app.get(ME).by(&ada).await.is(200);
    assert_eq!(number(&me, "ratelimit-remaining"), 99);
    let cookie = app.cookie(&ada).await;
    let form = app.call(reqwest::Method::POST, "/profile/edit/photo");
    form.header("cookie", &cookie).picture(b"").await.is(429);
}

#[tokio::test]
async fn the_routes_of_pictures_are_those_of_the_document() {
    // A route that moves would lose its budget without a word.
    let document = serde_json::to_value(server::http::openapi()).unwrap();
    for path in [
        "/api/v1/users/me/avatar/upload-url",
        "/api/v1/users/profile/avatar",
    ] {
        assert!(document["paths"][path]["post"].is_object(), "{path}");
    }
}

#[tokio::test]
async fn health_metrics_documents_and_files_are_never_refused() {
    let rules = [("RATE_LIMIT_PAGES_MAX", "1")];
    let app = app("1", &rules).await;
    app.get(ME).await.is(401);
    refused(app.get(ME).await);
    app.get("/").await.is(200);
    app.get("/").await.is(429);
    for path in [
        "/health",
        "/health/live",
        "/health/ready",
        "/health/detailed",
        "/metrics",
        "/docs/",
        "/api/v1/openapi.json",
    ] {
        for _ in 0..3 {
            let reply = app.get(path).await.is(200);
            assert_eq!(reply.header("ratelimit-limit"), "", "{path}");
        }
    }
    // The site is not built here: its files are not found, but nobody is told to wait.
    for path in ["/pkg/matricula.css", "/robots.txt", "/favicon.svg"] {
        app.get(path).await.is(404);
    }
}
