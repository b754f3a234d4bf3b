//! Whom a good token names, and what they may do: what our own tables say, whatever it says.

use crate::harness::{ME, TestApp, USERS, people, tokens};
use fred::interfaces::KeysInterface;
use serde_json::json;

#[tokio::test]
async fn the_person_is_found_by_our_id_else_by_the_auth_services() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut claims = ada.claims();
    claims["sub"] = json!(people::new_id());
    let me = app
        .get(ME)
        .bearer(&tokens::signed(&claims))
        .await
        .is(200)
        .data();
    assert_eq!(me["id"], ada.id.as_str(), "by authId");
    let mut claims = ada.claims();
    claims["authId"] = json!(people::new_id());
    let me = app
        .get(ME)
        .bearer(&tokens::signed(&claims))
        .await
        .is(200)
        .data();
    assert_eq!(me["id"], ada.id.as_str(), "by sub");
    claims["sub"] = json!(people::new_id());
    let reply = app.get(ME).bearer(&tokens::signed(&claims)).await;
    let body = reply.fails(404, "user_not_found");
    assert_eq!(body["error"], "User not found");
}

#[tokio::test]
async fn role_and_status_are_ours_whatever_the_token_says() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let mut claims = ada.claims();
    claims["role"] = json!("admin");
    let reply = app.get(&ben.path()).bearer(&tokens::signed(&claims)).await;
    reply.fails(403, "forbidden");
    let grace = app.admin("grace").await;
    let mut claims = grace.claims();
    claims["role"] = json!("student");
    let reply = app.get(&ben.path()).bearer(&tokens::signed(&claims)).await;
    reply.is(200);
}

#[tokio::test]
async fn a_service_has_no_me_and_does_what_its_scopes_say() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let token = |scope: &str| tokens::service(scope);
    let all = token("users:read users:write enrollments:read profiles:read");
    app.get(ME).bearer(&all).await.fails(404, "user_not_found");
    app.put(ME, &json!({"bio": "x"}))
        .bearer(&all)
        .await
        .fails(404, "user_not_found");
    app.get(&ada.path()).bearer(&all).await.is(200);
    for scope in [
        "",
        "users:write",
        "users:reader",
        "USERS:READ",
        "users:read,users:write",
    ] {
        let reply = app.get(&ada.path()).bearer(&token(scope)).await;
        let body = reply.fails(403, "forbidden");
        assert_eq!(
            body["error"],
            "Access denied. The token lacks the scope for this"
        );
    }
    let reply = app
        .post(USERS, &people::sketch("ben"))
        .bearer(&token("users:read"))
        .await;
    reply.fails(403, "forbidden");
}

#[tokio::test]
async fn a_suspension_is_in_force_on_every_server_with_the_next_request() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    for server in [&app, &other] {
        server.get(ME).by(&ada).await.is(200);
    }
    app.set_status(&ada, "suspended").await;
    for server in [&app, &other] {
        let body = server
            .get(ME)
            .by(&ada)
            .await
            .fails(403, "account_suspended");
        assert_eq!(body["error"], "Access denied. Your account is suspended");
    }
    app.set_status(&ada, "inactive").await;
    other.get(ME).by(&ada).await.fails(403, "account_inactive");
    app.set_status(&ada, "pending_instructor_review").await;
    other.get(ME).by(&ada).await.is(200);
    app.set_status(&ada, "deleted").await;
    other.get(ME).by(&ada).await.fails(404, "user_not_found");
}

#[tokio::test]
async fn what_the_cache_says_of_role_and_status_lives_five_seconds_at_most() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.get(ME).by(&ada).await.is(200);
    let redis = &app.state().parts.redis;
    let key = redis.key(&format!("user:account:{}", ada.id));
    let left: i64 = redis
        .run(|client| async move { client.pttl(key).await })
        .await
        .unwrap();
    assert!((1..=5000).contains(&left), "{left} ms");
}
