//! Usernames: one a tenant, without regard to case.

use crate::harness::{ME, TestApp, call::bad_fields, people};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn a_name_that_somebody_has_is_taken_in_whatever_case() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    app.put(ME, &json!({"username": "Ada.L"}))
        .by(&ada)
        .await
        .is(200);
    for name in ["ada.l", "ADA.L", " ada.l "] {
        let told = app
            .put(ME, &json!({"username": name}))
            .by(&ben)
            .await
            .fails(409, "username_taken");
        assert_eq!(told["error"], "Username is already taken");
        assert_eq!(bad_fields(&told), [("username", "taken")]);
    }
    assert_eq!(app.me(&ben).await["version"], 1);
    app.put(ME, &json!({"username": "ADA.L"}))
        .by(&ada)
        .await
        .is(200);
}

#[tokio::test]
async fn a_name_that_was_given_up_is_free() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    app.put(ME, &json!({"username": "ada"}))
        .by(&ada)
        .await
        .is(200);
    app.put(ME, &json!({"username": "other"}))
        .by(&ada)
        .await
        .is(200);
    app.put(ME, &json!({"username": "ada"}))
        .by(&ben)
        .await
        .is(200);
    app.put(ME, &json!({"username": null}))
        .by(&ada)
        .await
        .is(200);
    app.put(ME, &json!({"username": "other"}))
        .by(&ben)
        .await
        .is(200);
}

#[tokio::test]
async fn a_name_is_free_in_another_tenant() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let ben = app
        .account(&people::sketch("ben"), Some(&people::new_id()))
        .await;
    for person in [&ada, &ben] {
        app.put(ME, &json!({"username": "same"}))
            .by(person)
            .await
            .is(200);
    }
}

#[tokio::test]
async fn of_fifty_people_who_want_one_name_at_once_one_gets_it() {
    let app = TestApp::start().await;
    let names: Vec<_> = (0..50).map(|n| format!("person-{n}")).collect();
    let people = join_all(names.iter().map(|name| app.person(name))).await;
    let body = json!({"username": "wanted"});
    let replies = join_all(
        people
            .iter()
            .map(|p| app.put(ME, &body).by(p).into_future()),
    )
    .await;
    assert_eq!(replies.iter().filter(|r| r.status == 200).count(), 1);
    for reply in replies.into_iter().filter(|r| r.status != 200) {
        reply.fails(409, "username_taken");
    }
    let told: i64 =
        sqlx::query_scalar("SELECT count(*) FROM outbox_events WHERE type = 'user.updated'")
            .fetch_one(app.pool())
            .await
            .unwrap();
    assert_eq!(told, 1);
}
