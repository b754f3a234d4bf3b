//! An application under review waits for whoever is shut out.

use super::two;
use crate::users::instructor_application::{APPLY, apply};
use serde_json::json;

#[tokio::test]
async fn who_has_applied_and_is_in_use_is_under_review() {
    let (app, grace, ada) = two().await;
    apply(&app, &ada).await.is(201);
    let before = app.kinds_since(&ada).await.len();
    let version = app.me(&ada).await["version"].clone();
    // Under review has the rights of active: nothing changes.
    let view = app.put_status(&grace, &ada, "active").await.is(200).data();
    assert_eq!(
        (&view["status"], &view["version"]),
        (&json!("pending_instructor_review"), &version)
    );
    assert_eq!(app.kinds_since(&ada).await.len(), before);
    for status in ["suspended", "inactive"] {
        app.put_status(&grace, &ada, status).await.is(200);
        let view = app.put_status(&grace, &ada, "active").await.is(200).data();
        assert_eq!(view["status"], "pending_instructor_review");
        let told = app.told_since(&ada).await;
        let (_, data) = told.last().unwrap();
        let last = ["oldStatus", "newStatus"].map(|name| &data[name]);
        assert_eq!(json!(last), json!([status, "pending_instructor_review"]));
        let own = app.get(APPLY).by(&ada).await.is(200).data();
        assert_eq!(
            (&own["status"], &own["version"]),
            (&json!("pending"), &json!(1))
        );
    }
}
