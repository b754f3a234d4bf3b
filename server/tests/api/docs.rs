//! `/docs` and `/api/v1/openapi.json`

use crate::harness::TestApp;

#[tokio::test]
async fn the_document_is_there_for_everybody() {
    let app = TestApp::start().await;
    let ours = serde_json::to_value(server::http::openapi()).unwrap();
    for _ in ["made", "kept"] {
        let served = app.get("/api/v1/openapi.json").await.is(200);
        assert_eq!(served.header("content-type"), "application/json");
        assert_eq!(served.json(), ours);
    }
}

#[tokio::test]
async fn the_reader_comes_from_our_own_files() {
    let app = TestApp::start().await;
    let moved = app.get("/docs").await.is(303);
    assert_eq!(moved.header("location"), "/docs/");
    let page = app.get("/docs/").await.is(200);
    assert!(page.header("content-type").starts_with("text/html"));
    let outside = ["src=\"http", "src=\"//", "href=\"http", "href=\"//"];
    for sign in outside {
        assert!(!page.text.contains(sign), "{sign} in {}", page.text);
    }
    for file in [
        "swagger-ui-bundle.js",
        "swagger-ui.css",
        "swagger-initializer.js",
    ] {
        let reply = app.get(&format!("/docs/{file}")).await.is(200);
        assert!(!reply.text.is_empty(), "{file}");
    }
    let start = app.get("/docs/swagger-initializer.js").await.text;
    assert!(start.contains("/api/v1/openapi.json"), "{start}");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
}
