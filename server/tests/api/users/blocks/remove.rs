//! `DELETE /users/me/blocks/{userId}`

use super::{BLOCKS, block, blocked, unblock};
use crate::{
    harness::{TestApp, people},
    profiles::{lasting, sees},
};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_block_ends_once() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    block(&app, &ada, &ben).await.is(201);
    let reply = unblock(&app, &ada, &ben).await.is(200);
    assert_eq!(reply.data(), json!({"deleted": true}));
    assert_eq!(reply.json()["message"], "User unblocked successfully");
    assert_eq!(blocked(&app, &ada).await, [Value::Null; 0]);
    assert!(sees(&app, &ada, &ben).await && sees(&app, &ben, &ada).await);
    unblock(&app, &ada, &ben).await.fails(404, "not_found");
    // A block that is made anew is a new one.
    let again = app
        .post(BLOCKS, &json!({"userId": ben.id, "note": "again"}))
        .by(&ada)
        .await
        .is(201);
    assert_eq!(again.data()["note"], "again");
}

#[tokio::test]
async fn there_is_nothing_to_end_but_ones_own_blocks() {
    let app = TestApp::start().await;
    let (ada, ben, grace) = (
        app.person("ada").await,
        app.person("ben").await,
        app.admin("grace").await,
    );
    block(&app, &ada, &ben).await.is(201);
    let mut nobody = ada.clone();
    nobody.id = people::new_id();
    // Ben cannot tell by it whether Ada has blocked him.
    let expected = lasting(&unblock(&app, &ben, &nobody).await);
    assert_eq!(
        (expected.0, &expected.1["code"]),
        (404, &json!("not_found"))
    );
    for (by, whom) in [
        (&ben, &ada),
        (&ben, &grace),
        (&ben, &ben),
        (&grace, &ben),
        (&grace, &ada),
    ] {
        assert_eq!(lasting(&unblock(&app, by, whom).await), expected);
    }
    assert!(!sees(&app, &ben, &ada).await);
    for id in ["me", "ben", "%ff", "%00", "0"] {
        let path = format!("{BLOCKS}/{id}");
        let reply = app.call(Method::DELETE, &path).by(&ada).await;
        reply.refuses(&[("userId", "invalid_id")]);
        app.call(Method::DELETE, &path)
            .await
            .fails(401, "unauthenticated");
    }
}

#[tokio::test]
async fn whoever_has_gone_into_hiding_can_be_unblocked_and_a_deleted_one_is_not_there() {
    let app = TestApp::start().await;
    let (ada, ben, joan) = (
        app.person("ada").await,
        app.person("ben").await,
        app.person("joan").await,
    );
    for other in [&ben, &joan] {
        block(&app, &ada, other).await.is(201);
    }
    app.set_status(&ben, "suspended").await;
    unblock(&app, &ada, &ben).await.is(200);
    assert!(!sees(&app, &ada, &ben).await);
    app.set_status(&joan, "deleted").await;
    unblock(&app, &ada, &joan).await.fails(404, "not_found");
    let caller = app.person("caller").await;
    app.set_status(&caller, "suspended").await;
    unblock(&app, &caller, &ada)
        .await
        .fails(403, "account_suspended");
}

#[tokio::test]
async fn of_two_blocks_between_two_people_each_ends_their_own() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    let ben = app.person("ben").await;
    // An admin sees whoever has blocked them as a member, so both can stand.
    block(&app, &ada, &ben).await.is(201);
    let sql = "UPDATE users SET role = $2 WHERE id = $1";
    let id: uuid::Uuid = ben.id.parse().unwrap();
    for (role, status) in [("admin", 201), ("student", 200)] {
        sqlx::query(sql)
            .bind(id)
            .bind(role)
            .execute(app.pool())
            .await
            .unwrap();
        let account = service::cache::CacheKey::new("account", id);
        let auth = format!("{}:{}", app.default_tenant(), ben.auth_id);
        let auth = service::cache::CacheKey::new("auth", auth);
        app.state()
            .services
            .cache
            .change([account, auth])
            .made()
            .await;
        block(&app, &ben, &ada).await.is(status);
    }
    for (by, whom, other) in [(&ada, &ben, &ben), (&ben, &ada, &ada)] {
        assert!(!sees(&app, by, whom).await);
        unblock(&app, by, other).await.is(200);
    }
    assert!(sees(&app, &ada, &ben).await && sees(&app, &ben, &ada).await);
    assert!(sees(&app, &grace, &ada).await);
}
