//! `GET /users/{id}`. Who may is in the table of `routes.rs`.

use crate::harness::{ME, TestApp, USERS, people, tokens};
use serde_json::json;

#[tokio::test]
async fn owner_admin_and_service_see_the_same() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    let me = app.me(&ada).await;
    let token = tokens::service("users:read");
    let calls = [
        app.get(&ada.path()).by(&ada),
        app.get(&ada.path()).by(&grace),
        app.get(&ada.path()).bearer(&token),
        app.get(&format!("{USERS}/{}", ada.id.to_uppercase()))
            .by(&grace),
    ];
    for call in calls {
        let reply = call.await.is(200);
        assert_eq!(reply.header("etag"), "\"1\"");
        assert_eq!(reply.header("cache-control"), "private, no-cache");
        assert_eq!(reply.data(), me);
    }
}

#[tokio::test]
async fn what_somebody_changes_is_seen_by_the_others_at_once() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    for server in [&app, &other] {
        server.get(&ada.path()).by(&grace).await.is(200);
    }
    app.put(ME, &json!({"headline": "Numbers"}))
        .by(&ada)
        .await
        .is(200);
    let seen = other.get(&ada.path()).by(&grace).await.is(200).data();
    assert_eq!(seen["headline"], "Numbers");
}

#[tokio::test]
async fn who_has_the_version_gets_no_body() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    let known = app
        .get(&ada.path())
        .by(&grace)
        .header("if-none-match", "\"1\"");
    assert_eq!(known.await.is(304).header("etag"), "\"1\"");
}

#[tokio::test]
async fn a_person_of_another_tenant_is_not_there() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    let ada = app.account(&people::sketch("ada"), Some(&tenant)).await;
    app.me(&ada).await;
    let grace = app.admin("grace").await;
    let reply = app.get(&ada.path()).by(&grace).await;
    assert_eq!(reply.fails(404, "not_found")["error"], "Not found");
    let here = tokens::service("users:read");
    app.get(&ada.path())
        .bearer(&here)
        .await
        .fails(404, "not_found");
    let there = tokens::service_in(&tenant, "users:read");
    app.get(&ada.path()).bearer(&there).await.is(200);
}

#[tokio::test]
async fn a_deleted_person_is_not_there() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    app.get(&ada.path()).by(&grace).await.is(200);
    app.set_status(&ada, "deleted").await;
    app.get(&ada.path())
        .by(&grace)
        .await
        .fails(404, "not_found");
}

#[tokio::test]
async fn an_admin_sees_who_is_suspended() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    app.set_status(&ada, "suspended").await;
    let seen = app.get(&ada.path()).by(&grace).await.is(200).data();
    assert_eq!(seen["status"], "suspended");
}
