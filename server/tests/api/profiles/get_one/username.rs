//! A username leads to whoever has it now.

use crate::{
    harness::TestApp,
    profiles::{change, names, profile, somebody},
};
use serde_json::json;

#[tokio::test]
async fn one_that_was_given_up_leads_nowhere_on_any_server() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = somebody(
        &app,
        "Ada Lovelace",
        json!({"username": "ada", "visibility": "public"}),
    )
    .await;
    for server in [&app, &other] {
        assert_eq!(
            server.get(&profile("ada")).await.is(200).data()["id"],
            ada.id
        );
    }
    change(&app, &ada, json!({"username": "countess"})).await;
    for server in [&other, &app] {
        server.get(&profile("ada")).await.fails(404, "not_found");
        assert_eq!(
            server.get(&profile("Countess")).await.is(200).data()["username"],
            "countess"
        );
    }
    change(&other, &ada, json!({"username": null})).await;
    for server in [&app, &other] {
        server
            .get(&profile("countess"))
            .await
            .fails(404, "not_found");
        let shown = server.get(&profile(&ada.id)).await.is(200).data();
        assert_eq!(shown.get("username"), None);
    }
}

#[tokio::test]
async fn whoever_takes_it_next_is_who_it_leads_to() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"username": "wanted"})).await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    change(&app, &ada, json!({"username": null})).await;
    change(&app, &ben, json!({"username": "Wanted"})).await;
    let found = app.get(&profile("wanted")).by(&ada).await.is(200).data();
    assert_eq!(found["id"], ben.id);
    let found = app
        .get("/api/v1/profiles?search=wanted")
        .by(&ada)
        .await
        .is(200);
    assert_eq!(names(&found), ["Ben Other"]);
}

#[tokio::test]
async fn that_of_a_deleted_account_is_free_and_leads_nowhere() {
    let app = TestApp::start().await;
    let ada = somebody(
        &app,
        "Ada Lovelace",
        json!({"username": "ada", "visibility": "public"}),
    )
    .await;
    app.get(&profile("ada")).await.is(200);
    app.set_status(&ada, "deleted").await;
    app.get(&profile("ada")).await.fails(404, "not_found");
    let next = somebody(
        &app,
        "Ada Next",
        json!({"username": "ada", "visibility": "public"}),
    )
    .await;
    assert_eq!(app.get(&profile("ada")).await.is(200).data()["id"], next.id);
}
