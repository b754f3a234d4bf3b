//! `GET` and `PUT /users/profile`: the same resource as `/users/me` under its other name.

use crate::harness::{ME, TestApp};
use reqwest::Method;
use serde_json::json;

const PROFILE: &str = "/api/v1/users/profile";

#[tokio::test]
async fn it_is_read_as_me_is() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let (me, profile) = (
        app.get(ME).by(&ada).await.is(200),
        app.get(PROFILE).by(&ada).await.is(200),
    );
    assert_eq!(profile.data(), me.data());
    assert_eq!(profile.header("etag"), me.header("etag"));
    app.get(PROFILE)
        .by(&ada)
        .header("if-none-match", "\"1\"")
        .await
        .is(304);
}

#[tokio::test]
async fn what_is_written_under_one_name_is_read_under_the_other() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let reply = app
        .put(PROFILE, &json!({"bio": "Numbers."}))
        .by(&ada)
        .await
        .is(200);
    assert_eq!(reply.header("etag"), "\"2\"");
    assert_eq!(reply.json()["message"], "User updated successfully");
    assert_eq!(app.me(&ada).await, reply.data());
    app.put(ME, &json!({"bio": null})).by(&ada).await.is(200);
    assert!(
        app.get(PROFILE)
            .by(&ada)
            .await
            .is(200)
            .data()
            .get("bio")
            .is_none()
    );
}

#[tokio::test]
async fn its_rules_are_those_of_me() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let put = |body| app.put(PROFILE, &body).by(&ada);
    put(json!({"firstName": ""}))
        .await
        .refuses(&[("firstName", "required")]);
    put(json!({"bio": "x"}))
        .header("if-match", "\"7\"")
        .await
        .fails(412, "stale_version");
    app.call(Method::PATCH, PROFILE)
        .by(&ada)
        .json(&json!({}))
        .await
        .fails(405, "method_not_allowed");
}
