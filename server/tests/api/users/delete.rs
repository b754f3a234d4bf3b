//! `DELETE /users/{id}`. Who may is in the table of `routes.rs`.

mod left;
mod picture;

use crate::{
    harness::{ME, Person, TestApp, USERS, people, tokens},
    profiles::{asked, names, profile},
    users::{
        blocks::block,
        instructor_application::{APPLY, apply},
        sessions::is_in,
    },
};
use serde_json::{Value, json};

/// An admin and a student.
async fn two() -> (TestApp, Person, Person) {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    (app, grace, ada)
}

#[tokio::test]
async fn it_is_answered_and_told_once() {
    let (app, grace, ada) = two().await;
    let ears = app.listen().await;
    app.published(&ears).await;
    let call = app.delete(&grace, &ada).header("x-request-id", "r-1");
    let body = call.await.is(200).json();
    assert_eq!(body["data"], json!({"deleted": true}));
    assert_eq!(body["message"], "User deleted successfully");
    let other = app.replica().await;
    for server in [&app, &other] {
        let told = server.delete(&grace, &ada).await;
        assert_eq!(told.fails(404, "not_found")["error"], "Not found");
    }
    let heard = app.published(&ears).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].routing_key, "user.deleted");
    let told = &heard[0].body;
    assert_eq!(
        told["data"],
        json!({"userId": ada.id, "authId": ada.auth_id})
    );
    assert_eq!(
        (&told["correlationId"], &told["metadata"]["sequence"]),
        (&json!("r-1"), &json!(2))
    );
    let entries = app.entries_of(&ada.id).await;
    assert_eq!(entries.len(), 1, "{entries:?}");
    let changes = json!([{"field": "status", "before": "active", "after": "deleted"}]);
    for (name, value) in [
        ("action", json!("user.deleted")),
        ("actor_id", json!(grace.id)),
        ("request_id", json!("r-1")),
        ("changes", changes),
    ] {
        assert_eq!(entries[0][name], value, "{name}");
    }
}

#[tokio::test]
async fn nobody_finds_them_any_more_and_their_token_names_nobody() {
    let (app, grace, ada) = two().await;
    let other = app.replica().await;
    let ben = app.person("ben").await;
    let course = people::new_id();
    app.enroll(&ada.id, &course).await.is(201);
    block(&app, &ben, &ada).await.is(201);
    crate::users::blocks::unblock(&app, &ben, &ada)
        .await
        .is(200);
    let cookie = app.cookie(&ada).await;
    assert!(is_in(&other, &cookie).await);
    let service =
        tokens::service("users:read users:write enrollments:read enrollments:write profiles:read");
    let of = |rest: &str| format!("{}{rest}", ada.path());
    let places = [
        of(""),
        of("/stats"),
        of("/preferences"),
        of("/preferences/ui"),
        of("/enrollments"),
        of("/enrollments/stats"),
        of(&format!("/enrollments/{course}")),
        profile(&ada.id),
    ];
    for server in [&app, &other] {
        for place in &places {
            server.get(place).by(&grace).await.is(200);
            server.get(place).bearer(&service).await.is(200);
        }
        server.get(ME).by(&ada).await.is(200);
    }
    app.delete(&grace, &ada).await.is(200);
    for server in [&other, &app] {
        for place in &places {
            println!("{place}");
            server.get(place).by(&grace).await.fails(404, "not_found");
            server
                .get(place)
                .bearer(&service)
                .await
                .fails(404, "not_found");
        }
        for viewer in [&ben, &grace] {
            let page = server.get(&asked(&[("search", "ada")])).by(viewer).await;
            assert_eq!(names(&page), [""; 0]);
            assert_eq!(page.json()["pagination"]["total"], 0);
        }
        for place in [
            ME,
            APPLY,
            "/api/v1/users/me/enrollments",
            "/api/v1/users/me/settings",
        ] {
            server
                .get(place)
                .by(&ada)
                .await
                .fails(404, "user_not_found");
        }
        assert!(!is_in(server, &cookie).await);
        let (enrolled, blocked) = (
            app.enroll(&ada.id, &people::new_id()).await,
            block(server, &ben, &ada).await,
        );
        enrolled.fails(404, "not_found");
        blocked.fails(404, "not_found");
        for call in [
            server.give_role(&grace, &ada, "admin"),
            server.put_status(&grace, &ada, "active"),
        ] {
            call.await.fails(404, "not_found");
        }
    }
    assert_eq!(
        app.kinds_since(&ada).await,
        ["user.enrolled", "user.deleted"]
    );
}

#[tokio::test]
async fn address_and_name_are_free_again_for_a_new_account() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let mut sketch = people::sketch("ada");
    sketch["username"] = json!("countess");
    let first = app.account(&sketch, None).await;
    let taken = app.post(USERS, &sketch).by(&grace).await;
    taken.fails(409, "auth_id_taken");
    let mut similar = people::sketch("ada");
    similar["username"] = json!("Countess");
    app.post(USERS, &similar)
        .by(&grace)
        .await
        .fails(409, "email_taken");
    app.delete(&grace, &first).await.is(200);
    // Another person of the auth-service, with the same address and name.
    let second = app.account(&similar, None).await;
    assert_ne!(first.id, second.id);
    let me = app.me(&second).await;
    assert_eq!(
        (&me["username"], &me["email"]),
        (&json!("countess"), &json!("ada@example.test"))
    );
    let shown = app
        .get(&profile("countess"))
        .by(&grace)
        .await
        .is(200)
        .data();
    assert_eq!(shown["id"], second.id);
    app.delete(&grace, &second).await.is(200);
    // The same person again: their old token is theirs.
    let third = app.account(&sketch, None).await;
    assert_eq!(app.me(&first).await["id"], third.id);
    app.get(ME).by(&second).await.fails(404, "user_not_found");
}

#[tokio::test]
async fn nobody_deletes_themselves() {
    let (app, grace, joan) = two().await;
    app.give_role(&grace, &joan, "admin").await.is(200);
    let told = app.delete(&grace, &grace).await.fails(409, "own_account");
    assert_eq!(told["error"], "You cannot delete your own account");
    app.call(reqwest::Method::DELETE, ME)
        .by(&grace)
        .await
        .fails(405, "method_not_allowed");
    app.me(&grace).await;
    assert_eq!(app.entries_of(&grace.id).await, [Value::Null; 0]);
}

#[tokio::test]
async fn who_is_not_there_cannot_be_deleted() {
    let (app, grace, ada) = two().await;
    let abroad = people::new_id();
    let abroad = app.account(&people::sketch("abroad"), Some(&abroad)).await;
    let mut nobody = ada.clone();
    nobody.id = people::new_id();
    for person in [&abroad, &nobody] {
        app.delete(&grace, person).await.fails(404, "not_found");
    }
    app.me(&abroad).await;
    for id in ["x", "bulk", "profile1"] {
        let path = format!("{USERS}/{id}");
        let call = app.call(reqwest::Method::DELETE, &path).by(&grace);
        call.await.refuses(&[("id", "invalid_id")]);
    }
}

#[tokio::test]
async fn only_the_version_that_the_admin_has_seen_is_deleted_where_one_is_named() {
    let (app, grace, ada) = two().await;
    app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
    let current = app.me(&ada).await;
    let call = app.delete(&grace, &ada).header("if-match", "\"1\"");
    let told = call.await.fails(412, "stale_version");
    assert_eq!(told["current"], current);
    assert_eq!(app.me(&ada).await, current);
    app.delete(&grace, &ada)
        .header("if-match", "\"2\"")
        .await
        .is(200);
    let call = app.delete(&grace, &ada).header("if-match", "\"2\"");
    call.await.fails(404, "not_found");
}

#[tokio::test]
async fn of_twenty_who_delete_one_account_one_does() {
    let (app, grace, ada) = two().await;
    let other = app.replica().await;
    let joan = app.admin("joan").await;
    let calls = (0..20).map(|n| {
        let (server, by) = if n % 2 == 0 {
            (&app, &grace)
        } else {
            (&other, &joan)
        };
        server.delete(by, &ada).into_future()
    });
    let replies = futures::future::join_all(calls).await;
    assert_eq!(
        replies.iter().filter(|reply| reply.status == 200).count(),
        1
    );
    for reply in replies.into_iter().filter(|reply| reply.status != 200) {
        reply.fails(404, "not_found");
    }
    assert_eq!(app.kinds_since(&ada).await, ["user.deleted"]);
    assert_eq!(app.entries_of(&ada.id).await.len(), 1);
}

#[tokio::test]
async fn an_application_under_review_goes_with_the_account() {
    let (app, grace, ada) = two().await;
    let application = apply(&app, &ada).await.is(201).data();
    app.delete(&grace, &ada).await.is(200);
    let told = app.told_since(&ada).await;
    let withdrawn =
        json!({"userId": ada.id, "applicationId": application["id"], "decision": "withdrawn"});
    assert_eq!(
        told[2],
        (
            "user.instructor_application.withdrawn".to_owned(),
            withdrawn
        )
    );
    assert_eq!(told[3].0, "user.deleted");
    assert_eq!(told.len(), 4);
    let entries = app.entries_of(&ada.id).await;
    let changes = json!([
        {"field": "status", "before": "pending_instructor_review", "after": "deleted"},
        {"field": "instructorApplication.status", "before": "pending", "after": "withdrawn"},
    ]);
    assert_eq!(entries.last().unwrap()["changes"], changes);
    // It stays, of somebody who has no account any longer.
    let path = format!(
        "/api/v1/admin/instructor-applications/{}",
        application["id"].as_str().unwrap()
    );
    let kept = app.get(&path).by(&grace).await.is(200).data();
    assert_eq!(
        (&kept["status"], kept.get("applicant")),
        (&json!("withdrawn"), None)
    );
    let approve = format!("/api/v1/admin/users/{}/approve-instructor", ada.id);
    let call = app.post(&approve, &json!({"version": 1})).by(&grace);
    call.await.fails(404, "not_found");
}
