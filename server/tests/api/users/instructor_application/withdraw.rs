//! `DELETE /users/me/apply-for-instructor`

use super::{APPLY, apply, own, withdraw};
use crate::harness::TestApp;
use serde_json::json;

#[tokio::test]
async fn whoever_takes_an_application_back_is_as_before_and_may_apply_again_at_once() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    withdraw(&app, &ada).await.fails(404, "not_found");
    let first = apply(&app, &ada).await.is(201).data();
    let reply = withdraw(&other, &ada)
        .header("x-request-id", "r-2")
        .await
        .is(200);
    let body = reply.json();
    assert_eq!(body["message"], "Application withdrawn successfully");
    let view = &body["data"];
    let mut expected = first.clone();
    expected["status"] = json!("withdrawn");
    expected["decidedAt"] = view["decidedAt"].clone();
    expected["version"] = json!(2);
    assert_eq!(*view, expected);
    assert!(view["decidedAt"].as_str() > view["submittedAt"].as_str());
    assert_eq!(own(&app, &ada).await, expected);
    for server in [&app, &other] {
        assert_eq!(server.me(&ada).await["status"], "active");
        withdraw(server, &ada).await.fails(404, "not_found");
    }
    let told = app.told_since(&ada).await;
    let (user, auth) = (&ada.id, &ada.auth_id);
    let expected = [
        (
            "user.instructor_application.withdrawn".to_owned(),
            json!({"userId": user, "applicationId": first["id"], "decision": "withdrawn"}),
        ),
        (
            "user.status_changed".to_owned(),
            json!({
                "userId": user, "authId": auth, "oldStatus": "pending_instructor_review", "newStatus": "active", "changedBy": user,
            }),
        ),
    ];
    assert_eq!(told[2..], expected);
    let entries = app.entries_of(&ada.id).await;
    assert_eq!(entries.len(), 2);
    let changes = json!([
        {"field": "status", "before": "pending_instructor_review", "after": "active"},
        {"field": "instructorApplication.status", "before": "pending", "after": "withdrawn"},
    ]);
    let told = ["action", "changes", "request_id"].map(|name| &entries[1][name]);
    assert_eq!(
        json!(told),
        json!(["application.withdrawn", changes, "r-2"])
    );
    // Each submission is a row of its own and stays.
    let second = apply(&app, &ada).await.is(201).data();
    assert_ne!(second["id"], first["id"]);
    assert_eq!(own(&app, &ada).await, second);
    let rows: i64 = app
        .find(
            "SELECT count(*) FROM instructor_applications WHERE user_id = $1",
            &ada.id,
        )
        .await;
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn who_was_given_another_status_meanwhile_keeps_it() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    apply(&app, &ada).await.is(201);
    app.put_status(&grace, &ada, "suspended").await.is(200);
    withdraw(&app, &ada).await.fails(403, "account_suspended");
    app.put_status(&grace, &ada, "active").await.is(200);
    withdraw(&app, &ada).await.is(200);
    assert_eq!(app.me(&ada).await["status"], "active");
    app.get(APPLY).by(&ada).await.is(200);
}
