//! `PUT /users/{id}/role`. Who may is in the table of `routes.rs`.

mod application;
mod events;
mod race;

use crate::{
    harness::{Person, TestApp, USERS, people, tokens},
    profiles::profile,
};
use serde_json::{Value, json};

/// An admin and a student.
async fn two() -> (TestApp, Person, Person) {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    (app, grace, ada)
}

#[tokio::test]
async fn the_profile_is_answered_as_it_is_now_and_the_role_counts_everywhere_at_once() {
    let (app, grace, ada) = two().await;
    let other = app.replica().await;
    for server in [&app, &other] {
        assert_eq!(server.me(&ada).await["role"], "student");
        server.get(USERS).by(&ada).await.fails(403, "forbidden");
    }
    let reply = app.give_role(&grace, &ada, "instructor").await.is(200);
    assert_eq!(reply.header("etag"), "\"2\"");
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    let body = reply.json();
    assert_eq!(body["message"], "User role updated successfully");
    let view = &body["data"];
    let told = ["id", "role", "status", "version"].map(|name| &view[name]);
    assert_eq!(json!(told), json!([ada.id, "instructor", "active", 2]));
    assert!(view["updatedAt"].as_str() > view["createdAt"].as_str());
    for server in [&app, &other] {
        assert_eq!(server.me(&ada).await, *view);
        let shown = server
            .get(&profile(&ada.id))
            .by(&grace)
            .await
            .is(200)
            .data();
        assert_eq!(shown["role"], "instructor", "others are told who teaches");
    }
    // The token of before is worth what the account is now.
    app.give_role(&grace, &ada, "admin").await.is(200);
    other.get(&grace.path()).by(&ada).await.is(200);
    let back = other
        .give_role(&ada, &grace, "student")
        .await
        .is(200)
        .data();
    assert_eq!(
        (&back["id"], &back["role"]),
        (&json!(grace.id), &json!("student"))
    );
}

#[tokio::test]
async fn somebody_who_has_the_role_stays_as_they_are_and_nobody_is_told() {
    let (app, grace, ada) = two().await;
    let before = app.me(&ada).await;
    for role in ["student", "student"] {
        let reply = app.give_role(&grace, &ada, role).await.is(200);
        assert_eq!(reply.header("etag"), "\"1\"");
        assert_eq!(reply.data(), before);
        assert_eq!(reply.json()["message"], "User role updated successfully");
    }
    assert_eq!(app.kinds_since(&ada).await, [""; 0]);
    assert_eq!(app.entries_of(&ada.id).await, [Value::Null; 0]);
}

#[tokio::test]
async fn every_bad_field_is_told() {
    let (app, grace, ada) = two().await;
    let path = format!("{}/role", ada.path());
    let cases: [(Value, &[(&str, &str)]); 8] = [
        (json!({}), &[("role", "required")]),
        (json!({"role": null}), &[("role", "required")]),
        (json!({"role": "boss"}), &[("role", "invalid_choice")]),
        (json!({"role": "Admin"}), &[("role", "invalid_choice")]),
        (json!({"role": "service"}), &[("role", "invalid_choice")]),
        (json!({"role": ["admin"]}), &[("role", "invalid_type")]),
        (
            json!({"role": "boss", "status": "active"}),
            &[("role", "invalid_choice"), ("status", "unknown_field")],
        ),
        (json!(["admin"]), &[("body", "invalid_type")]),
    ];
    for (body, expected) in cases {
        println!("{body}");
        app.put(&path, &body).by(&grace).await.refuses(expected);
    }
    let call = |content_type: &str, body: &'static str| {
        let call = app.call(reqwest::Method::PUT, &path).by(&grace);
        call.body(content_type, body)
    };
    let text = call("text/plain", "admin").await;
    text.fails(415, "unsupported_media_type");
    call("application/json", "{")
        .await
        .fails(400, "malformed_json");
    assert_eq!(app.me(&ada).await["version"], 1);
    // Who may not decide it learns nothing of the rules.
    let bad = json!({"role": "boss"});
    app.put(&path, &bad).by(&ada).await.fails(403, "forbidden");
    app.put(&path, &bad).await.fails(401, "unauthenticated");
    let service = tokens::service("users:read users:write");
    let told = app.put(&path, &bad).bearer(&service).await;
    told.fails(403, "forbidden");
    app.set_status(&grace, "suspended").await;
    let told = app.put(&path, &bad).by(&grace).await;
    told.fails(403, "account_suspended");
}

#[tokio::test]
async fn nobody_changes_their_own_role() {
    let (app, grace, joan) = two().await;
    app.give_role(&grace, &joan, "admin").await.is(200);
    let mut me = grace.clone();
    "me".clone_into(&mut me.id);
    for role in ["student", "instructor", "admin"] {
        for address in [&grace, &me] {
            let path = format!("{}/role", address.path());
            let call = app.put(&path, &json!({"role": role})).by(&grace);
            let told = call.await.fails(409, "own_role");
            assert_eq!(told["error"], "You cannot change your own role");
        }
    }
    assert_eq!(app.me(&grace).await["version"], 1);
    assert_eq!(app.entries_of(&grace.id).await, [Value::Null; 0]);
}

#[tokio::test]
async fn who_is_not_there_has_no_role() {
    let (app, grace, ada) = two().await;
    let abroad = app
        .account(&people::sketch("abroad"), Some(&people::new_id()))
        .await;
    app.set_status(&ada, "deleted").await;
    let mut nobody = ada.clone();
    nobody.id = people::new_id();
    for person in [&abroad, &ada, &nobody] {
        let told = app.give_role(&grace, person, "admin").await;
        assert_eq!(told.fails(404, "not_found")["error"], "Not found");
    }
    assert_eq!(app.me(&abroad).await["role"], "student");
    let body = json!({"role": "admin"});
    for id in ["x", "1", "bulk1", "%00"] {
        let call = app.put(&format!("{USERS}/{id}/role"), &body).by(&grace);
        call.await.refuses(&[("id", "invalid_id")]);
    }
}

#[tokio::test]
async fn an_account_that_is_not_in_use_keeps_where_it_stands() {
    let (app, grace, ada) = two().await;
    for (status, role) in [("suspended", "admin"), ("inactive", "instructor")] {
        app.set_status(&ada, status).await;
        let view = app.give_role(&grace, &ada, role).await.is(200).data();
        assert_eq!(
            (&view["role"], &view["status"]),
            (&json!(role), &json!(status))
        );
    }
    // An admin who is shut out is no active admin: who is the last, is not asked.
    app.give_role(&grace, &ada, "admin").await.is(200);
    app.give_role(&grace, &ada, "student").await.is(200);
    assert_eq!(app.active_admins(&grace).await, 1);
}

#[tokio::test]
async fn only_the_version_that_the_admin_has_seen_is_changed_where_one_is_named() {
    let (app, grace, ada) = two().await;
    app.put(crate::harness::ME, &json!({"bio": "x"}))
        .by(&ada)
        .await
        .is(200);
    let current = app.me(&ada).await;
    for (role, tag) in [
        ("instructor", "\"1\""),
        ("student", "\"1\""),
        ("admin", "W/\"2\""),
    ] {
        let call = app.give_role(&grace, &ada, role).header("if-match", tag);
        let told = call.await.fails(412, "stale_version");
        assert_eq!(told["current"], current);
    }
    let call = app.give_role(&grace, &ada, "instructor");
    call.header("if-match", "2")
        .await
        .refuses(&[("If-Match", "invalid_format")]);
    assert_eq!(app.me(&ada).await, current);
    let call = app.give_role(&grace, &ada, "instructor");
    let reply = call.header("if-match", "\"2\"").await.is(200);
    assert_eq!(reply.header("etag"), "\"3\"");
    let call = app
        .give_role(&grace, &ada, "student")
        .header("if-match", "*");
    assert_eq!(call.await.is(200).data()["version"], 4);
    assert_eq!(
        app.kinds_since(&ada).await.len(),
        3,
        "an update, and two changes of role"
    );
}
