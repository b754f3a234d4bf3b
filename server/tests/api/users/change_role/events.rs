//! What is told of a change of role, to followers and to the audit log.

use super::two;
use serde_json::{Value, json};

#[tokio::test]
async fn followers_of_either_key_hear_it_once() {
    let (app, grace, ada) = two().await;
    let all = app.listen().await;
    let specified = app.listen_to(&["user.role_changed"]).await;
    let dotted = app.listen_to(&["user.role.changed"]).await;
    let both = app
        .listen_to(&["user.role_changed", "user.role.changed", "user.#"])
        .await;
    let status = app.listen_to(&["user.status_changed"]).await;
    app.published(&all).await;
    both.all().await;
    let call = app.give_role(&grace, &ada, "instructor");
    let view = call.header("x-request-id", "r-1").await.is(200).data();
    app.give_role(&grace, &ada, "instructor").await.is(200);
    let heard = app.published(&all).await;
    assert_eq!(heard.len(), 1);
    let told = &heard[0].body;
    let expected = json!({
        "id": told["id"], "type": "user.role_changed", "source": "user-service",
        "data": {
            "userId": ada.id, "authId": ada.auth_id, "oldRole": "student", "newRole": "instructor", "changedBy": grace.id,
        },
        "timestamp": view["updatedAt"], "correlationId": "r-1",
        "metadata": {"tenantId": app.default_tenant(), "sequence": 2, "version": 1},
    });
    assert_eq!(*told, expected);
    for ears in [&specified, &dotted, &both] {
        let heard = ears.all().await;
        assert_eq!(heard.len(), 1);
        assert_eq!(heard[0].body, expected);
    }
    assert_eq!(status.all().await.len(), 0);
}

#[tokio::test]
async fn the_audit_log_tells_who_and_what_before_and_after() {
    let (app, grace, ada) = two().await;
    let call = app.give_role(&grace, &ada, "admin");
    call.header("x-request-id", "r-2").await.is(200);
    let entries = app.entries_of(&ada.id).await;
    assert_eq!(entries.len(), 1, "{entries:?}");
    let changes = json!([{"field": "role", "before": "student", "after": "admin"}]);
    for (name, value) in [
        ("action", json!("user.role_changed")),
        ("actor_kind", json!("user")),
        ("actor_id", json!(grace.id)),
        ("target_kind", json!("user")),
        ("tenant_id", json!(app.default_tenant())),
        ("request_id", json!("r-2")),
        ("changes", changes),
    ] {
        assert_eq!(entries[0][name], value, "{name}");
    }
}

#[tokio::test]
async fn a_change_that_the_audit_log_cannot_take_does_not_happen() {
    let (app, grace, ada) = two().await;
    let full = "ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID";
    sqlx::raw_sql(full).execute(app.pool()).await.unwrap();
    let told = app.give_role(&grace, &ada, "admin").await;
    told.fails(500, "internal");
    app.put_status(&grace, &ada, "suspended")
        .await
        .fails(500, "internal");
    app.delete(&grace, &ada).await.fails(500, "internal");
    let ids = [ada.id.as_str()];
    app.give_roles(&grace, ids, "admin")
        .await
        .fails(500, "internal");
    let space = "ALTER TABLE audit_log DROP CONSTRAINT full_up";
    sqlx::raw_sql(space).execute(app.pool()).await.unwrap();
    let me = app.me(&ada).await;
    assert_eq!(
        (&me["role"], &me["version"]),
        (&json!("student"), &json!(1))
    );
    assert_eq!(app.kinds_since(&ada).await, [""; 0]);
    assert_eq!(app.entries_of(&ada.id).await, [Value::Null; 0]);
}
