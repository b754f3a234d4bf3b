//! The tenant's edge.

use crate::harness::{ME, TestApp, USERS, people, tokens};
use serde_json::json;

#[tokio::test]
async fn a_person_belongs_to_the_tenant_of_the_token_else_to_the_default_one() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    assert_eq!(app.me(&ada).await["tenantId"], app.default_tenant());
    let tenant = people::new_id();
    let ben = app.account(&people::sketch("ben"), Some(&tenant)).await;
    assert_eq!(app.me(&ben).await["tenantId"], tenant);
}

#[tokio::test]
async fn a_token_that_names_another_tenant_finds_nobody() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.me(&ada).await;
    let other = people::new_id();
    app.account(&people::sketch("ben"), Some(&other)).await;
    for tenant in [other, people::new_id()] {
        let mut claims = ada.claims();
        claims["tenantId"] = json!(tenant);
        let reply = app.get(ME).bearer(&tokens::signed(&claims)).await;
        reply.fails(404, "user_not_found");
    }
}

#[tokio::test]
async fn a_persons_token_creates_no_tenant() {
    let app = TestApp::start().await;
    let mut claims = app.admin("ada").await.claims();
    let unknown = people::new_id();
    claims["tenantId"] = json!(unknown);
    let token = tokens::signed(&claims);
    app.get(ME)
        .bearer(&token)
        .await
        .fails(404, "user_not_found");
    let reply = app.post(USERS, &people::sketch("ben")).bearer(&token).await;
    reply.fails(403, "forbidden");
    let found = app
        .find::<i64>("SELECT count(*) FROM tenants WHERE id = $1", &unknown)
        .await;
    assert_eq!(found, 0);
}

#[tokio::test]
async fn the_first_call_of_a_service_that_names_a_tenant_creates_it() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    app.account(&people::sketch("ada"), Some(&tenant)).await;
    let found = app
        .find::<i64>("SELECT count(*) FROM tenants WHERE id = $1", &tenant)
        .await;
    assert_eq!(found, 1);
}

#[tokio::test]
async fn the_same_person_may_have_an_account_in_each_of_two_tenants() {
    let app = TestApp::start().await;
    let mut sketch = people::sketch("ada");
    sketch["username"] = json!("ada");
    let here = app.account(&sketch, None).await;
    let there = app.account(&sketch, Some(&people::new_id())).await;
    assert_ne!(here.id, there.id);
    assert_eq!(app.me(&here).await["id"], here.id);
    assert_eq!(app.me(&there).await["id"], there.id);
}
