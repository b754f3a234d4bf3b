//! What an account must be made of.

use crate::harness::{Reply, TestApp, USERS, people, tokens};
use serde_json::{Value, json};

async fn post(app: &TestApp, body: &Value) -> Reply {
    app.post(USERS, body)
        .bearer(&tokens::service("users:write"))
        .await
}

#[tokio::test]
async fn four_fields_are_required() {
    let app = TestApp::start().await;
    let all = [
        ("authId", "required"),
        ("email", "required"),
        ("firstName", "required"),
        ("lastName", "required"),
    ];
    post(&app, &json!({})).await.refuses(&all);
    let nulls = json!({"authId": null, "email": null, "firstName": null, "lastName": null});
    post(&app, &nulls).await.refuses(&all);
    let blanks = json!({"authId": people::new_id(), "email": "  ", "firstName": " ", "lastName": "\u{202e}"});
    post(&app, &blanks).await.refuses(&all[1..]);
}

#[tokio::test]
async fn each_field_has_its_rule() {
    let app = TestApp::start().await;
    let long = format!("{}@example.test", "x".repeat(242));
    assert_eq!(long.len(), 255);
    for (field, value, code) in [
        ("authId", json!("not-an-id"), "invalid_id"),
        ("authId", json!(7), "invalid_type"),
        ("email", json!("ada"), "invalid_email"),
        ("email", json!("ada@"), "invalid_email"),
        ("email", json!("@example.test"), "invalid_email"),
        ("email", json!("a b@example.test"), "invalid_email"),
        ("email", json!(long), "too_long"),
        ("email", json!(7), "invalid_type"),
        ("role", json!("root"), "invalid_choice"),
        ("role", json!("service"), "invalid_choice"),
        ("role", json!(7), "invalid_type"),
        ("bio", json!("x".repeat(1001)), "too_long"),
        ("username", json!("admin"), "reserved"),
        ("language", json!("fr"), "invalid_choice"),
    ] {
        let mut sketch = people::sketch("ada");
        sketch[field] = value.clone();
        println!("{field}: {value}");
        post(&app, &sketch).await.refuses(&[(field, code)]);
    }
}

#[tokio::test]
async fn what_the_service_decides_itself_cannot_be_given() {
    let app = TestApp::start().await;
    for field in [
        "id",
        "tenantId",
        "status",
        "emailVerified",
        "profileCompleted",
        "profileCompletionPercentage",
        "createdAt",
        "updatedAt",
        "version",
    ] {
        let mut sketch = people::sketch("ada");
        sketch[field] = json!(people::new_id());
        println!("{field}");
        post(&app, &sketch).await.refuses(&[(field, "read_only")]);
    }
    let mut sketch = people::sketch("ada");
    sketch["isAdmin"] = json!(true);
    post(&app, &sketch)
        .await
        .refuses(&[("isAdmin", "unknown_field")]);
}

#[tokio::test]
async fn every_bad_field_is_listed_at_once() {
    let app = TestApp::start().await;
    let body = json!({
        "authId": "nonsense", "email": "nonsense", "firstName": "x".repeat(101), "phone": "12", "bio": 7,
        "nothing": 1, "status": "active",
    });
    let told = post(&app, &body).await.fails(400, "validation_failed");
    let mut fields = crate::harness::call::bad_fields(&told);
    fields.sort_unstable();
    let expected = [
        ("authId", "invalid_id"),
        ("bio", "invalid_type"),
        ("email", "invalid_email"),
        ("firstName", "too_long"),
        ("lastName", "required"),
        ("nothing", "unknown_field"),
        ("phone", "invalid_phone"),
        ("status", "read_only"),
    ];
    assert_eq!(fields, expected);
}

#[tokio::test]
async fn a_refused_account_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let mut sketch = people::sketch("ada");
    sketch["username"] = json!("ada");
    app.account(&sketch, None).await;
    let mut second = people::sketch("ben");
    second["username"] = json!("ada");
    post(&app, &second).await.fails(409, "username_taken");
    for sql in [
        "SELECT count(*) FROM users",
        "SELECT count(*) FROM user_profiles",
        "SELECT count(*) FROM outbox_events",
        "SELECT count(*) FROM audit_log",
        "SELECT count(DISTINCT user_id) FROM user_preferences",
    ] {
        let rows: i64 = sqlx::query_scalar(sql).fetch_one(app.pool()).await.unwrap();
        assert_eq!(rows, 1, "{sql}");
    }
}
