//! Who is given a role otherwise than by a review has no application under review any longer.

use super::two;
use crate::users::instructor_application::{APPLY, apply};
use serde_json::json;

#[tokio::test]
async fn an_application_under_review_is_decided_by_it() {
    let (app, grace, _) = two().await;
    for (role, status, kind, decision) in [
        (
            "instructor",
            "approved",
            "user.instructor_application.decided",
            "approved",
        ),
        (
            "admin",
            "withdrawn",
            "user.instructor_application.withdrawn",
            "withdrawn",
        ),
    ] {
        let ada = app.person(&format!("{role}-to-be")).await;
        let application = apply(&app, &ada).await.is(201).data();
        assert_eq!(app.me(&ada).await["status"], "pending_instructor_review");
        let view = app.give_role(&grace, &ada, role).await.is(200).data();
        assert_eq!(
            (&view["role"], &view["status"]),
            (&json!(role), &json!("active"))
        );
        let own = app.get(APPLY).by(&ada).await.is(200).data();
        assert_eq!(
            (&own["id"], &own["status"]),
            (&application["id"], &json!(status))
        );
        let decided_by = (role == "instructor").then_some(&grace.id);
        assert_eq!(
            own.get("decidedBy"),
            decided_by.map(|id| json!(id)).as_ref()
        );
        assert_eq!(own["decidedAt"], view["updatedAt"]);
        let told = app.told_since(&ada).await;
        let (user, auth) = (&ada.id, &ada.auth_id);
        let expected = [
            (
                kind.to_owned(),
                json!({"userId": user, "applicationId": application["id"], "decision": decision}),
            ),
            (
                "user.role_changed".to_owned(),
                json!({"userId": user, "authId": auth, "oldRole": "student", "newRole": role, "changedBy": grace.id}),
            ),
            (
                "user.status_changed".to_owned(),
                json!({
                    "userId": user, "authId": auth, "oldStatus": "pending_instructor_review", "newStatus": "active",
                    "changedBy": grace.id,
                }),
            ),
        ];
        assert_eq!(told[2..], expected);
        let entries = app.entries_of(&ada.id).await;
        let last = entries.last().unwrap();
        assert_eq!(last["action"], "user.role_changed");
        let changes = json!([
            {"field": "role", "before": "student", "after": role},
            {"field": "status", "before": "pending_instructor_review", "after": "active"},
            {"field": "instructorApplication.status", "before": "pending", "after": status},
        ]);
        assert_eq!(last["changes"], changes);
    }
}

#[tokio::test]
async fn the_same_role_decides_nothing() {
    let (app, grace, ada) = two().await;
    apply(&app, &ada).await.is(201);
    app.give_role(&grace, &ada, "student").await.is(200);
    let own = app.get(APPLY).by(&ada).await.is(200).data();
    assert_eq!(own["status"], "pending");
    assert_eq!(app.me(&ada).await["status"], "pending_instructor_review");
}
