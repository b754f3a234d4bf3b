//! The frame around every answer, and what is refused before any handler: the contract's section 1.
//! That every answer has the frame is checked by the harness with every call.

mod bodies;
mod headers;

use crate::harness::{ME, TestApp, USERS, people, tokens};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn what_is_not_there_is_the_same_404_for_everybody() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for path in ["/api/v1/nothing", "/api/v1/", "/api/v1/users/me/nothing"] {
        let anonymous = app.get(path).await.fails(404, "not_found");
        let known = app.get(path).by(&ada).await.fails(404, "not_found");
        assert_eq!(anonymous["error"], "Not found");
        assert_eq!(anonymous["error"], known["error"]);
    }
}

#[tokio::test]
async fn an_address_of_another_version_is_answered_in_json_too() {
    let app = TestApp::start().await;
    for path in ["/api", "/api/v2/users/me", "/api/users"] {
        let reply = app.get(path).await;
        assert_eq!(reply.header("content-type"), "application/json", "{path}");
        reply.fails(404, "not_found");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_which_are_right() {
    let app = TestApp::start().await;
    for (method, path, allowed) in [
        (Method::DELETE, ME, "GET,HEAD,PATCH,PUT"),
        (Method::POST, ME, "GET,HEAD,PATCH,PUT"),
        (Method::PATCH, "/api/v1/users/profile", "GET,HEAD,PUT"),
        (Method::PUT, USERS, "GET,HEAD,POST"),
        (Method::POST, "/health", "GET,HEAD"),
    ] {
        let reply = app.call(method.clone(), path).await.is(405);
        let mut told: Vec<_> = reply.header("allow").split(',').map(str::trim).collect();
        told.sort_unstable();
        assert_eq!(told.join(","), allowed, "{method} {path}");
        if path.starts_with("/api") {
            reply.fails(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn who_takes_no_json_is_told_that_we_speak_nothing_else() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for accept in [
        "text/html",
        "application/xml, text/*",
        "application/json;q=0",
    ] {
        let reply = app.get(ME).by(&ada).header("accept", accept).await;
        reply.fails(406, "not_acceptable");
    }
    for accept in [
        "*/*",
        "application/*;q=0.1",
        "text/html, application/json;q=0.2",
        "APPLICATION/JSON",
    ] {
        app.get(ME).by(&ada).header("accept", accept).await.is(200);
    }
}

#[tokio::test]
async fn who_may_not_is_told_nothing_of_the_rules() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let bad = json!({"firstName": "", "nothing": 1});
    app.put(ME, &bad).await.fails(401, "unauthenticated");
    app.put(ME, &bad)
        .bearer(&tokens::service("users:write"))
        .await
        .fails(404, "user_not_found");
    app.post(USERS, &bad).await.fails(401, "unauthenticated");
    app.post(USERS, &bad).by(&ada).await.fails(403, "forbidden");
    app.get(&format!("{USERS}/not-an-id"))
        .await
        .fails(401, "unauthenticated");
}

#[tokio::test]
async fn an_id_that_is_none_is_a_bad_parameter() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    for id in ["not-an-id", "7", "%00", "..%2f..", &"x".repeat(500)] {
        let reply = app.get(&format!("{USERS}/{id}")).by(&grace).await;
        reply.refuses(&[("id", "invalid_id")]);
    }
    let nobody = format!("{USERS}/{}", people::new_id());
    app.get(&nobody).by(&grace).await.fails(404, "not_found");
}
