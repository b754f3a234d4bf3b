//! Every change leaves one entry in the audit log, or none of it happens.

use crate::harness::{ME, TestApp};
use serde_json::{Value, json};

const ENTRY: &str = "SELECT to_jsonb(a) FROM audit_log AS a WHERE target_id = $1 AND action = 'user.updated' ORDER BY id DESC LIMIT 1";

#[tokio::test]
async fn an_entry_tells_who_changed_what_and_leaves_out_what_is_sensitive() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let body = json!({"bio": "Numbers.", "phone": "+442079460000", "skills": ["Analysis"], "firstName": "Augusta"});
    let reply = app
        .put(ME, &body)
        .by(&ada)
        .header("x-request-id", "r-2")
        .await
        .is(200);
    let entry: Value = app.find(ENTRY, &ada.id).await;
    for (name, value) in [
        ("actor_kind", json!("user")),
        ("actor_id", json!(ada.id)),
        ("target_kind", json!("user")),
        ("target_id", json!(ada.id)),
        ("tenant_id", json!(app.default_tenant())),
        ("request_id", json!("r-2")),
    ] {
        assert_eq!(entry[name], value, "{name}");
    }
    let expected = json!([
        {"field": "bio", "after": "Numbers."},
        {"field": "firstName", "before": "Ada", "after": "Augusta"},
        {"field": "phone"},
        {"field": "skills", "before": [], "after": ["Analysis"]},
    ]);
    assert_eq!(entry["changes"], expected);
    assert!(!entry.to_string().contains("442079460000"));
    assert_eq!(reply.data()["phone"], "+442079460000");
}

#[tokio::test]
async fn what_is_sensitive_is_configured() {
    let app = TestApp::with(&[("AUDIT_SENSITIVE_FIELDS", "bio,location")]).await;
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "x", "headline": "y"}))
        .by(&ada)
        .await
        .is(200);
    let entry: Value = app.find(ENTRY, &ada.id).await;
    assert_eq!(
        entry["changes"],
        json!([{"field": "bio"}, {"field": "headline", "after": "y"}])
    );
}

#[tokio::test]
async fn a_change_whose_entry_or_event_cannot_be_written_does_not_happen() {
    for table in ["audit_log", "outbox_events"] {
        let app = TestApp::start().await;
        let ada = app.person("ada").await;
        let lock = format!("ALTER TABLE {table} ADD CONSTRAINT full_up CHECK (false) NOT VALID");
        sqlx::raw_sql(sqlx::AssertSqlSafe(lock))
            .execute(app.pool())
            .await
            .unwrap();
        let told = app
            .put(ME, &json!({"bio": "x"}))
            .by(&ada)
            .await
            .fails(500, "internal");
        assert_eq!(told["error"], "Internal server error");
        assert!(!told.to_string().contains("full_up"), "{told}");
        let me = app.me(&ada).await;
        assert!(
            me.get("bio").is_none() && me["version"] == 1,
            "{table}: {me}"
        );
        let told: i64 = app
            .find(
                "SELECT count(*) FROM outbox_events WHERE user_id = $1",
                &ada.id,
            )
            .await;
        let noted: i64 = app
            .find(
                "SELECT count(*) FROM audit_log WHERE target_id = $1",
                &ada.id,
            )
            .await;
        assert_eq!((told, noted), (1, 1), "{table}");
    }
}

#[tokio::test]
async fn it_can_be_switched_off() {
    let app = TestApp::with(&[("AUDIT_ENABLED", "false")]).await;
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
    let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM audit_log")
        .fetch_one(app.pool())
        .await
        .unwrap();
    assert_eq!(entries, 0);
}
