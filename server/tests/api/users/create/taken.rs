//! Unique values: in the tenant, without regard to case, also when requests race.

use crate::harness::{Reply, TestApp, USERS, call::bad_fields, people, tokens};
use futures::future::join_all;
use serde_json::{Value, json};

async fn post(app: &TestApp, body: &Value) -> Reply {
    app.post(USERS, body)
        .bearer(&tokens::service("users:write"))
        .await
}

fn named(name: &str, username: &str) -> Value {
    let mut sketch = people::sketch(name);
    sketch["username"] = json!(username);
    sketch
}

#[tokio::test]
async fn what_somebody_else_has_is_refused_by_name() {
    let app = TestApp::start().await;
    let first = named("ada", "ada.l");
    post(&app, &first).await.is(201);
    let with = |field: &str, value: Value| {
        let mut sketch = named("ben", "ben");
        sketch[field] = value;
        sketch
    };
    for (body, field, code, sentence) in [
        (
            with("authId", first["authId"].clone()),
            "authId",
            "auth_id_taken",
            "User already exists with this auth ID",
        ),
        (
            with("email", json!("ADA@Example.test")),
            "email",
            "email_taken",
            "Email address is already registered",
        ),
        (
            with("username", json!("Ada.L")),
            "username",
            "username_taken",
            "Username is already taken",
        ),
    ] {
        let told = post(&app, &body).await.fails(409, code);
        assert_eq!(told["error"], sentence);
        assert_eq!(bad_fields(&told), [(field, "taken")]);
    }
    post(&app, &named("ben", "ben")).await.is(201);
}

#[tokio::test]
async fn of_fifty_requests_for_one_person_one_makes_the_account() {
    let app = TestApp::start().await;
    let sketch = named("ada", "ada");
    let replies = join_all((0..50).map(|_| post(&app, &sketch))).await;
    let mut made = 0;
    for reply in replies {
        if reply.status == 201 {
            made += 1;
        } else {
            reply.fails(409, "auth_id_taken");
        }
    }
    assert_eq!(made, 1);
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM outbox_events")
        .fetch_one(app.pool())
        .await
        .unwrap();
    assert_eq!(told, 1);
}

#[tokio::test]
async fn of_fifty_requests_for_one_address_one_makes_the_account() {
    let app = TestApp::start().await;
    let sketches: Vec<_> = (0..50)
        .map(|n| {
            let mut sketch = people::sketch("ada");
            if n % 2 == 0 {
                sketch["email"] = json!("ADA@EXAMPLE.TEST");
            }
            sketch
        })
        .collect();
    let replies = join_all(sketches.iter().map(|sketch| post(&app, sketch))).await;
    let made = replies.iter().filter(|r| r.status == 201).count();
    assert_eq!(made, 1);
    for reply in replies.into_iter().filter(|r| r.status != 201) {
        reply.fails(409, "email_taken");
    }
}

#[tokio::test]
async fn a_deleted_account_frees_its_names_for_a_new_one() {
    let app = TestApp::start().await;
    let sketch = named("ada", "ada");
    let first = app.account(&sketch, None).await;
    app.me(&first).await;
    app.set_status(&first, "deleted").await;
    let second = app.account(&sketch, None).await;
    assert_ne!(first.id, second.id);
    let me = app.me(&second).await;
    assert_eq!(
        (&me["id"], &me["username"]),
        (&json!(second.id), &json!("ada"))
    );
    // The old token names the same person of the auth-service: it is theirs again.
    assert_eq!(app.me(&first).await["id"], second.id);
}

#[tokio::test]
async fn a_suspended_account_keeps_its_names() {
    let app = TestApp::start().await;
    let sketch = named("ada", "ada");
    let ada = app.account(&sketch, None).await;
    app.set_status(&ada, "suspended").await;
    post(&app, &sketch).await.fails(409, "auth_id_taken");
}
