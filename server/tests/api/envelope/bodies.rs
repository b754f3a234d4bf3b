//! Bodies that are not read: of another type, too large, not JSON, no object.

use crate::harness::{ME, TestApp, call::bad_fields};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_body_that_is_not_json_by_its_type_is_refused() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "text/json",
    ] {
        let reply = app
            .call(Method::PUT, ME)
            .by(&ada)
            .body(kind, r#"{"bio":"x"}"#)
            .await;
        reply.fails(415, "unsupported_media_type");
    }
    let untyped = app.call(Method::PUT, ME).by(&ada).await;
    untyped.fails(415, "unsupported_media_type");
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
    ] {
        let reply = app
            .call(Method::PUT, ME)
            .by(&ada)
            .body(kind, r#"{"bio":"x"}"#)
            .await;
        reply.is(200);
    }
}

#[tokio::test]
async fn a_body_over_a_mebibyte_is_refused_and_one_of_a_mebibyte_is_read() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let body = |length: usize| {
        let frame = r#"{"firstName":""}"#.len();
        format!(r#"{{"firstName":"{}"}}"#, "x".repeat(length - frame))
    };
    let put = |body: String| {
        app.call(Method::PUT, ME)
            .by(&ada)
            .body("application/json", body)
    };
    put(body(1024 * 1024))
        .await
        .refuses(&[("firstName", "too_long")]);
    put(body(1024 * 1024 + 1))
        .await
        .fails(413, "payload_too_large");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_where() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let put = |body: &'static [u8]| {
        app.call(Method::PUT, ME)
            .by(&ada)
            .body("application/json", body)
    };
    let bodies: [&[u8]; 6] = [
        b"",
        b"{",
        b"{\"bio\": \"x\",}",
        b"{'bio':1}",
        b"{\"bio\":\"\xff\"}",
        b"{} {}",
    ];
    for body in bodies {
        put(body).await.fails(400, "malformed_json");
    }
    let told = put(b"{\n \"bio\": x}").await.fails(400, "malformed_json");
    assert_eq!(told["error"], "The body is not JSON: line 2 column 9");
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for body in [
        json!([]),
        json!("bio"),
        json!(7),
        json!(null),
        json!([{"bio": "x"}]),
    ] {
        let told = app
            .put(ME, &body)
            .by(&ada)
            .await
            .fails(400, "validation_failed");
        assert_eq!(bad_fields(&told), [("body", "invalid_type")]);
    }
}
