//! `POST /users/me/blocks`

use super::{BLOCKS, block, blocked, unblock};
use crate::{
    harness::{Person, TestApp, people},
    profiles::{lasting, sees, sketch, somebody},
    users::avatar,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_block_says_whom_it_shuts_out_why_since_when_and_where_it_can_be_ended() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let more = json!({"username": "ben", "headline": "x", "visibility": "public"});
    let ben = somebody(&app, "Ben Other", more).await;
    avatar::with_picture(&app, &ben).await;
    let pictures = app.me(&ben).await["avatarUrls"].clone();
    let body = json!({"userId": ben.id.to_uppercase(), "note": " Writes\u{202e} at night "});
    let reply = app.post(BLOCKS, &body).by(&ada).await.is(201);
    let location = format!("{BLOCKS}/{}", ben.id);
    assert_eq!(reply.header("location"), location);
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    assert_eq!(reply.json()["message"], "User blocked successfully");
    let made = reply.data();
    let user = json!({"id": ben.id, "username": "ben", "displayName": "Ben Other", "avatarUrls": pictures});
    assert_eq!(
        made,
        json!({"user": user, "note": "Writes at night", "createdAt": made["createdAt"]})
    );
    assert_eq!(blocked(&app, &ada).await, [made]);
    // It can be ended there, and is read in the list alone.
    let get = app.get(&location).by(&ada).await;
    assert_eq!(get.header("allow"), "DELETE");
    get.fails(405, "method_not_allowed");
}

#[tokio::test]
async fn who_is_blocked_already_stays_so_as_it_was() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let first = app
        .post(BLOCKS, &json!({"userId": ben.id, "note": "one"}))
        .by(&ada)
        .await
        .is(201)
        .data();
    for note in [json!("two"), Value::Null] {
        let again = app
            .post(BLOCKS, &json!({"userId": ben.id, "note": note}))
            .by(&ada)
            .await
            .is(200);
        assert_eq!(again.data(), first);
        assert_eq!(again.header("location"), "");
    }
    // Also when nobody else would see them.
    app.set_status(&ben, "suspended").await;
    assert_eq!(block(&app, &ada, &ben).await.is(200).data(), first);
    assert_eq!(blocked(&app, &ada).await.len(), 1);
}

#[tokio::test]
async fn every_bad_field_is_told() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let cases: [(Value, &[(&str, &str)]); 9] = [
        (json!({}), &[("userId", "required")]),
        (json!({"userId": null}), &[("userId", "required")]),
        (json!({"userId": "me"}), &[("userId", "invalid_id")]),
        (json!({"userId": 7}), &[("userId", "invalid_type")]),
        (json!({"userId": ada.id}), &[("userId", "oneself")]),
        (
            json!({"userId": ben.id, "note": 7}),
            &[("note", "invalid_type")],
        ),
        (
            json!({"userId": ben.id, "note": "ñ".repeat(251)}),
            &[("note", "too_long")],
        ),
        (
            json!({"userId": ben.id, "createdAt": "2026-01-01T00:00:00Z", "user": {}, "x": 1}),
            &[
                ("createdAt", "read_only"),
                ("user", "read_only"),
                ("x", "unknown_field"),
            ],
        ),
        (json!([]), &[("body", "invalid_type")]),
    ];
    for (body, expected) in cases {
        println!("{body:.80}");
        app.post(BLOCKS, &body).by(&ada).await.refuses(expected);
    }
    let text = app
        .call(reqwest::Method::POST, BLOCKS)
        .by(&ada)
        .body("text/plain", "x");
    text.await.fails(415, "unsupported_media_type");
    let broken = app
        .call(reqwest::Method::POST, BLOCKS)
        .by(&ada)
        .body("application/json", "{");
    broken.await.fails(400, "malformed_json");
    assert_eq!(blocked(&app, &ada).await, [Value::Null; 0]);
    let body = json!({"userId": ben.id, "note": "ñ".repeat(250)});
    app.post(BLOCKS, &body).by(&ada).await.is(201);
    app.post(BLOCKS, &json!({}))
        .await
        .fails(401, "unauthenticated");
    app.set_status(&ada, "inactive").await;
    app.post(BLOCKS, &json!({}))
        .by(&ada)
        .await
        .fails(403, "account_inactive");
}

#[tokio::test]
async fn whoever_is_not_seen_cannot_be_blocked_and_is_told_from_nobody() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut nobody = ada.clone();
    nobody.id = people::new_id();
    let private = somebody(&app, "Ben Private", json!({"visibility": "private"})).await;
    let shy = somebody(&app, "Ben Shy", json!({})).await;
    block(&app, &shy, &ada).await.is(201);
    let abroad = sketch("Ben Abroad", &json!({"visibility": "public"}));
    let abroad = app.account(&abroad, Some(&people::new_id())).await;
    let hidden_admin = json!({"visibility": "private", "role": "admin"});
    let hidden_admin = somebody(&app, "Grace Hidden", hidden_admin).await;
    let admin = app.admin("grace").await;
    block(&app, &admin, &ada).await.is(201);
    let in_status = async |status: &str| {
        let person = somebody(&app, "Ben Closed", json!({})).await;
        app.set_status(&person, status).await;
        person
    };
    let closed = [
        in_status("suspended").await,
        in_status("inactive").await,
        in_status("deleted").await,
    ];
    let expected = lasting(&block(&app, &ada, &nobody).await);
    assert_eq!(
        (expected.0, &expected.1["code"]),
        (404, &json!("not_found"))
    );
    let unseen: [&Person; 8] = [
        &private,
        &shy,
        &abroad,
        &hidden_admin,
        &admin,
        &closed[0],
        &closed[1],
        &closed[2],
    ];
    for person in unseen {
        assert_eq!(lasting(&block(&app, &ada, person).await), expected);
    }
    assert_eq!(blocked(&app, &ada).await, [Value::Null; 0]);
}

#[tokio::test]
async fn admins_cannot_be_blocked_and_may_block() {
    let app = TestApp::start().await;
    let (ada, grace, joan) = (
        app.person("ada").await,
        app.admin("grace").await,
        app.admin("joan").await,
    );
    let teacher = somebody(&app, "Tess Teaches", json!({"role": "instructor"})).await;
    for by in [&ada, &joan] {
        let told = block(&app, by, &grace)
            .await
            .fails(403, "cannot_block_staff");
        assert!(told.get("fields").is_none(), "{told}");
    }
    block(&app, &ada, &teacher).await.is(201);
    // From an admin a block hides nobody; the admin is hidden all the same.
    block(&app, &grace, &ada).await.is(201);
    assert!(sees(&app, &grace, &ada).await);
    assert!(!sees(&app, &ada, &grace).await);
}

#[tokio::test]
async fn there_are_at_most_two_thousand() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let crowd = "WITH made AS (
            INSERT INTO users (id, tenant_id, auth_id, email, role, status, created_at, updated_at)
            SELECT gen_random_uuid(), u.tenant_id, gen_random_uuid(), 'crowd-' || n || '@example.test', 'student', 'active', now(), now()
            FROM users AS u, generate_series(1, 1999) AS n WHERE u.id = $1 RETURNING id, tenant_id
        ), named AS (
            INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name) SELECT id, tenant_id, 'Crowd', 'Example' FROM made RETURNING user_id
        )
        INSERT INTO blocked_users (tenant_id, blocker_id, blocked_id, created_at)
        SELECT tenant_id, $1, id, now() FROM made JOIN named ON user_id = id";
    let id: uuid::Uuid = ada.id.parse().unwrap();
    sqlx::query(crowd)
        .bind(id)
        .execute(app.pool())
        .await
        .unwrap();
    let joan = app.person("joan").await;
    block(&app, &ada, &ben).await.is(201);
    let told = block(&app, &ada, &joan).await.fails(409, "too_many_blocks");
    assert_eq!(told["error"], "At most 2000 people can be blocked at once");
    // What is there already is no more; what ends makes room.
    block(&app, &ada, &ben).await.is(200);
    unblock(&app, &ada, &ben).await.is(200);
    block(&app, &ada, &joan).await.is(201);
    block(&app, &ada, &ben).await.fails(409, "too_many_blocks");
    // Nobody else's room is taken.
    block(&app, &ben, &joan).await.is(201);
}

#[tokio::test]
async fn the_same_request_is_answered_once_however_often_it_is_sent() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let send = async |server: &TestApp| {
        block(server, &ada, &ben)
            .header("idempotency-key", "k")
            .await
    };
    let first = send(&app).await.is(201);
    let again = send(&other).await.is(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(
        (&again.text, again.header("location")),
        (&first.text, first.header("location"))
    );
    let entries: i64 = app
        .find(
            "SELECT count(*) FROM audit_log WHERE target_id = $1 AND action = 'user.blocked'",
            &ben.id,
        )
        .await;
    assert_eq!(entries, 1);
    let joan = app.person("joan").await;
    let reply = block(&app, &ada, &joan)
        .header("idempotency-key", "k")
        .await;
    reply.fails(422, "idempotency_mismatch");
}
