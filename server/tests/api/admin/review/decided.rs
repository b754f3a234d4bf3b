//! Decisions, and what becomes of the applicant.

use super::applied;
use crate::{
    admin::{APPLICATIONS, approval, approve, reject, rejection},
    harness::TestApp,
    users::instructor_application::{apply, own},
};
use serde_json::json;

#[tokio::test]
async fn who_is_approved_teaches_from_then_on_everywhere() {
    let (app, grace, ada, application) = applied().await;
    let other = app.replica().await;
    let ears = app.listen().await;
    app.published(&ears).await;
    app.told_of(&ada).await;
    let call = approve(&app, &grace, &ada, 1).header("x-request-id", "r-1");
    let body = call.await.is(200).json();
    assert_eq!(body["message"], "Instructor application approved");
    let view = &body["data"];
    let mut expected = application.clone();
    for (name, value) in [
        ("status", json!("approved")),
        ("decidedAt", view["decidedAt"].clone()),
        ("decidedBy", json!(grace.id)),
        ("version", json!(2)),
    ] {
        expected[name] = value;
    }
    assert_eq!(own(&other, &ada).await, expected);
    let applicant = &view["applicant"];
    expected["applicant"] = applicant.clone();
    expected["decider"] = json!({"id": grace.id, "displayName": "Grace Example"});
    assert_eq!(*view, expected);
    let told = ["id", "email", "displayName", "role"].map(|name| &applicant[name]);
    assert_eq!(
        json!(told),
        json!([ada.id, ada.email, "Ada Example", "instructor"])
    );
    let path = format!("{APPLICATIONS}/{}", application["id"].as_str().unwrap());
    assert_eq!(other.get(&path).by(&grace).await.is(200).data(), *view);
    for server in [&app, &other] {
        let me = server.me(&ada).await;
        let stands = ["role", "status", "version", "updatedAt"].map(|name| &me[name]);
        assert_eq!(
            json!(stands),
            json!(["instructor", "active", 3, view["decidedAt"]])
        );
    }
    let told: Vec<_> = app.told_since(&ada).await.split_off(2);
    let (user, auth) = (&ada.id, &ada.auth_id);
    let expected = [
        (
            "user.instructor_application.decided".to_owned(),
            json!({"userId": user, "applicationId": application["id"], "decision": "approved"}),
        ),
        (
            "user.role_changed".to_owned(),
            json!({"userId": user, "authId": auth, "oldRole": "student", "newRole": "instructor", "changedBy": grace.id}),
        ),
        (
            "user.status_changed".to_owned(),
            json!({
                "userId": user, "authId": auth, "oldStatus": "pending_instructor_review", "newStatus": "active",
                "changedBy": grace.id,
            }),
        ),
    ];
    assert_eq!(told, expected);
    let heard = app.published(&ears).await;
    let heard: Vec<_> = heard
        .iter()
        .map(|h| (h.routing_key.clone(), h.body["data"].clone()))
        .collect();
    assert_eq!(heard, expected);
    let entries = app.entries_of(&ada.id).await;
    let entries: Vec<_> = entries
        .iter()
        .filter(|e| e["action"] == "application.approved")
        .collect();
    assert_eq!(entries.len(), 1);
    let changes = json!([
        {"field": "role", "before": "student", "after": "instructor"},
        {"field": "status", "before": "pending_instructor_review", "after": "active"},
        {"field": "instructorApplication.status", "before": "pending", "after": "approved"},
    ]);
    let told = ["actor_id", "request_id", "changes"].map(|name| &entries[0][name]);
    assert_eq!(json!(told), json!([grace.id, "r-1", changes]));
}

#[tokio::test]
async fn who_is_rejected_is_told_why_and_stays_a_student() {
    let (app, grace, ada, application) = applied().await;
    let reason = " Show us\u{202e} a lesson.\r\nThen come back. ";
    let body = reject(&app, &grace, &ada, 1, reason).await.is(200).json();
    assert_eq!(body["message"], "Instructor application rejected");
    let view = &body["data"];
    let told = ["id", "status", "reason", "decidedBy", "version"].map(|name| &view[name]);
    let reason = "Show us a lesson.\nThen come back.";
    assert_eq!(
        json!(told),
        json!([application["id"], "rejected", reason, grace.id, 2])
    );
    let last = own(&app, &ada).await;
    assert_eq!(
        (&last["reason"], &last["status"]),
        (&json!(reason), &json!("rejected"))
    );
    assert!(
        last["reapplyFrom"].as_str() > last["decidedAt"].as_str(),
        "{last}"
    );
    let me = app.me(&ada).await;
    assert_eq!(
        (&me["role"], &me["status"]),
        (&json!("student"), &json!("active"))
    );
    let told: Vec<_> = app.told_since(&ada).await.split_off(2);
    let decided =
        json!({"userId": ada.id, "applicationId": application["id"], "decision": "rejected"});
    assert_eq!(
        told[0],
        ("user.instructor_application.decided".to_owned(), decided)
    );
    assert_eq!((told[1].0.as_str(), told.len()), ("user.status_changed", 2));
    let entries = app.entries_of(&ada.id).await;
    let changes = json!([
        {"field": "status", "before": "pending_instructor_review", "after": "active"},
        {"field": "instructorApplication.status", "before": "pending", "after": "rejected"},
        {"field": "instructorApplication.reason", "after": reason},
    ]);
    let told = ["action", "changes"].map(|name| &entries[1][name]);
    assert_eq!(json!(told), json!(["application.rejected", changes]));
}

#[tokio::test]
async fn the_same_decision_is_answered_once_however_often_it_is_sent() {
    let (app, grace, ada, _) = applied().await;
    let other = app.replica().await;
    let send = async |server: &TestApp, version: i64| {
        let call = approve(server, &grace, &ada, version);
        call.header("idempotency-key", "k").await
    };
    let first = send(&app, 1).await.is(200);
    for server in [&app, &other] {
        let again = send(server, 1).await.is(200);
        assert_eq!(
            (again.header("idempotency-replayed"), &again.text),
            ("true", &first.text)
        );
    }
    send(&other, 2).await.fails(422, "idempotency_mismatch");
    approve(&app, &grace, &ada, 1)
        .await
        .fails(409, "no_pending_application");
    assert_eq!(app.kinds_since(&ada).await.len(), 5);
}

#[tokio::test]
async fn addresses_without_a_version_answer_the_same() {
    let (app, grace, ada, _) = applied().await;
    let ben = app.person("ben").await;
    apply(&app, &ben).await.is(201);
    let at = |path: String| path.replace("/api/v1/", "/api/");
    let (yes, no) = (at(approval(&ada)), at(rejection(&ben)));
    for path in [&yes, &no] {
        app.post(path, &json!({}))
            .await
            .fails(401, "unauthenticated");
        app.post(path, &json!({}))
            .by(&ada)
            .await
            .fails(403, "forbidden");
        let body = json!({"version": 9, "reason": "x"});
        let body = if path == &yes {
            json!({"version": 9})
        } else {
            body
        };
        app.post(path, &body)
            .by(&grace)
            .await
            .fails(409, "stale_version");
    }
    let body = app
        .post(&yes, &json!({"version": 1}))
        .by(&grace)
        .await
        .is(200)
        .json();
    assert_eq!(body["data"]["status"], "approved");
    assert_eq!(body["message"], "Instructor application approved");
    let body = json!({"version": 1, "reason": "Later"});
    let body = app.post(&no, &body).by(&grace).await.is(200).json();
    assert_eq!(
        (&body["data"]["status"], &body["data"]["reason"]),
        (&json!("rejected"), &json!("Later"))
    );
}
