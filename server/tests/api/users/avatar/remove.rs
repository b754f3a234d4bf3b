//! `DELETE /users/{id}/avatar`

use super::{AVATAR, UPLOADS, asked, processed};
use crate::harness::{ME, TestApp, people};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_picture_is_gone_on_every_server_at_once_and_told_once() {
    let app = TestApp::start().await;
    let replica = app.replica().await;
    let ada = app.person("ada").await;
    let upload = asked(&app, &ada).await;
    processed(&app, &ada, &upload).await;
    assert!(replica.get(ME).by(&ada).await.json()["data"]["avatarUrls"].is_object());
    let ears = app.listen().await;
    for _ in 0..2 {
        let reply = app.call(Method::DELETE, AVATAR).by(&ada).await.is(200);
        let body = reply.json();
        assert_eq!(body["data"], json!({"deleted": true}));
        assert_eq!(body["message"], "Picture removed");
    }
    for server in [&app, &replica] {
        let me = server.get(ME).by(&ada).await.is(200).json();
        let me = &me["data"];
        assert!(me.get("avatarUrls").is_none() && me.get("avatarUrl").is_none());
        assert_eq!(me["version"], 3);
    }
    let gone = app
        .get(&format!("{UPLOADS}/{upload}"))
        .by(&ada)
        .await
        .json();
    assert_eq!(gone["data"]["status"], "expired");
    assert_eq!(gone["data"]["reason"], "removed");
    let heard = app.published(&ears).await;
    let told: Vec<_> = heard
        .iter()
        .filter(|heard| heard.routing_key == "user.avatar.removed")
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].body["data"],
        json!({"userId": ada.id, "uploadId": upload})
    );
}

#[tokio::test]
async fn a_picture_that_was_given_by_address_is_taken_away_too() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let body = json!({"avatarUrl": "https://example.test/a.png"});
    app.put(ME, &body).by(&ada).await.is(200);
    let ears = app.listen().await;
    app.call(Method::DELETE, AVATAR).by(&ada).await.is(200);
    let me = app.get(ME).by(&ada).await.json();
    assert!(me["data"].get("avatarUrl").is_none());
    let heard = app.published(&ears).await;
    let told = heard
        .iter()
        .find(|heard| heard.routing_key == "user.avatar.removed")
        .expect("told");
    assert_eq!(told.body["data"], json!({"userId": ada.id}));
}

#[tokio::test]
async fn an_admin_of_the_tenant_takes_a_picture_away_and_is_named_in_the_audit_log() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let admin = app.admin("admin").await;
    let upload = asked(&app, &ada).await;
    processed(&app, &ada, &upload).await;
    let address = format!("{}/avatar", ada.path());
    let refused = app.call(Method::DELETE, &address).by(&ben).await;
    refused.fails(403, "forbidden");
    app.call(Method::DELETE, &address).by(&admin).await.is(200);
    let actor =
        "SELECT actor_id FROM audit_log WHERE action = 'avatar.removed' AND target_id = $1::uuid";
    assert_eq!(app.find::<String>(actor, &ada.id).await, admin.id);
    let nobody = format!("/api/v1/users/{}/avatar", people::new_id());
    let reply = app.call(Method::DELETE, &nobody).by(&admin).await;
    reply.fails(404, "not_found");
    let reply = app.call(Method::DELETE, &nobody).by(&ben).await;
    reply.fails(403, "forbidden");
}
