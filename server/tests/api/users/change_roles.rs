//! `PUT /users/bulk/role`. Who may is in the table of `routes.rs`.

mod many;

use crate::{
    harness::{TestApp, USERS, people},
    users::instructor_application::{APPLY, apply},
};
use serde_json::{Value, json};

const BULK: &str = "/api/v1/users/bulk/role";

#[tokio::test]
async fn good_ones_are_changed_and_the_others_are_told_of_with_the_reason() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let grace = app.admin("grace").await;
    let (ada, ben, joan) = (
        app.person("ada").await,
        app.person("ben").await,
        app.person("joan").await,
    );
    app.give_role(&grace, &joan, "instructor").await.is(200);
    let abroad = people::new_id();
    let abroad = app.account(&people::sketch("abroad"), Some(&abroad)).await;
    let gone = app.person("gone").await;
    app.set_status(&gone, "deleted").await;
    let shut = app.person("shut").await;
    app.set_status(&shut, "suspended").await;
    let nobody = people::new_id();
    other.me(&ada).await;
    let upper = ben.id.to_uppercase();
    let ids = [
        &nobody, &ada.id, &abroad.id, &ben.id, &ada.id, &grace.id, &joan.id, &upper, &gone.id,
        &nobody, &shut.id,
    ];
    let ids = ids.map(String::as_str);
    let reply = app.give_roles(&grace, ids, "instructor").await.is(200);
    let body = reply.json();
    assert_eq!(body["message"], "Bulk role update completed");
    let missing = |id: &str| json!({"id": id, "error": "User not found", "code": "user_not_found"});
    let own =
        json!({"id": grace.id, "error": "You cannot change your own role", "code": "own_role"});
    // Each once, in the order in which they were sent; who had the role is as was asked.
    let errors = json!([
        missing(&nobody),
        missing(&abroad.id),
        own,
        missing(&gone.id)
    ]);
    assert_eq!(
        body["data"],
        json!({"successful": 4, "failed": 4, "errors": errors})
    );
    for (person, role, version) in [
        (&ada, "instructor", 2),
        (&ben, "instructor", 2),
        (&joan, "instructor", 2),
        (&abroad, "student", 1),
        (&grace, "admin", 1),
    ] {
        for server in [&app, &other] {
            let me = server.me(person).await;
            assert_eq!(
                (&me["role"], &me["version"]),
                (&json!(role), &json!(version))
            );
        }
    }
    for (person, told) in [
        (&ada, 1),
        (&ben, 1),
        (&joan, 1),
        (&shut, 1),
        (&abroad, 0),
        (&gone, 0),
        (&grace, 0),
    ] {
        assert_eq!(
            app.kinds_since(person).await,
            vec!["user.role_changed"; told]
        );
        let entries = app.entries_of(&person.id).await;
        assert_eq!(entries.len(), told, "{entries:?}");
    }
    let data = json!({
        "userId": ada.id, "authId": ada.auth_id, "oldRole": "student", "newRole": "instructor", "changedBy": grace.id,
    });
    assert_eq!(app.told_since(&ada).await[0].1, data);
    // Again: everybody is as was asked, and nobody is told.
    let again = app.give_roles(&grace, ids, "instructor").await.is(200);
    assert_eq!(again.data(), body["data"]);
    assert_eq!(app.kinds_since(&ada).await.len(), 1);
}

#[tokio::test]
async fn every_bad_field_is_told_and_nobody_is_changed() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let many = |n: usize| vec![json!(ada.id); n];
    let cases: [(Value, &[(&str, &str)]); 10] = [
        (json!({}), &[("userIds", "required"), ("role", "required")]),
        (
            json!({"userIds": null, "role": "admin"}),
            &[("userIds", "required")],
        ),
        (
            json!({"userIds": [], "role": "admin"}),
            &[("userIds", "required")],
        ),
        (
            json!({"userIds": ada.id, "role": "admin"}),
            &[("userIds", "invalid_type")],
        ),
        (
            json!({"userIds": {"0": ada.id}, "role": "admin"}),
            &[("userIds", "invalid_type")],
        ),
        (
            json!({"userIds": [ada.id, "x"], "role": "admin"}),
            &[("userIds[1]", "invalid_id")],
        ),
        (
            json!({"userIds": [ada.id, 1, null], "role": "admin"}),
            &[("userIds[1]", "invalid_id")],
        ),
        (
            json!({"userIds": ["me"], "role": "admin"}),
            &[("userIds[0]", "invalid_id")],
        ),
        (
            json!({"userIds": many(1_001), "role": "admin"}),
            &[("userIds", "too_many")],
        ),
        (
            json!({"userIds": [ada.id], "role": "boss", "reason": "x"}),
            &[("role", "invalid_choice"), ("reason", "unknown_field")],
        ),
    ];
    for (body, expected) in cases {
        println!("{body:.100}");
        app.put(BULK, &body).by(&grace).await.refuses(expected);
        app.put(BULK, &body).by(&ada).await.fails(403, "forbidden");
    }
    app.put(BULK, &json!([]))
        .by(&grace)
        .await
        .refuses(&[("body", "invalid_type")]);
    assert_eq!(app.me(&ada).await["version"], 1);
    let body = json!({"userIds": many(1_000), "role": "instructor"});
    let outcome = app.put(BULK, &body).by(&grace).await.is(200).data();
    assert_eq!(outcome, json!({"successful": 1, "failed": 0, "errors": []}));
    assert_eq!(app.me(&ada).await["role"], "instructor");
}

#[tokio::test]
async fn admins_may_be_taken_away_as_long_as_one_is_left() {
    let app = TestApp::start().await;
    let (grace, joan, mary) = (
        app.admin("grace").await,
        app.admin("joan").await,
        app.admin("mary").await,
    );
    let ids = [&grace.id, &joan.id, &mary.id].map(String::as_str);
    let outcome = app.give_roles(&grace, ids, "student").await.is(200).data();
    assert_eq!(outcome["successful"], 2);
    assert_eq!(outcome["errors"][0]["code"], "own_role");
    assert_eq!(app.active_admins(&grace).await, 1);
    app.get(USERS).by(&joan).await.fails(403, "forbidden");
}

#[tokio::test]
async fn applications_under_review_are_decided_by_it() {
    let app = TestApp::start().await;
    let (grace, ada, ben) = (
        app.admin("grace").await,
        app.person("ada").await,
        app.person("ben").await,
    );
    apply(&app, &ada).await.is(201);
    let ids = [&ada.id, &ben.id].map(String::as_str);
    let outcome = app
        .give_roles(&grace, ids, "instructor")
        .await
        .is(200)
        .data();
    assert_eq!(outcome["successful"], 2);
    let own = app.get(APPLY).by(&ada).await.is(200).data();
    assert_eq!(
        (&own["status"], &own["decidedBy"]),
        (&json!("approved"), &json!(grace.id))
    );
    assert_eq!(app.me(&ada).await["status"], "active");
    let kinds = app.kinds_since(&ada).await;
    let expected = [
        "user.instructor_application.decided",
        "user.role_changed",
        "user.status_changed",
    ];
    assert_eq!(kinds[2..], expected);
    assert_eq!(app.kinds_since(&ben).await, ["user.role_changed"]);
}

#[tokio::test]
async fn bulk_is_not_taken_for_somebody() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let status = app.put(
        &format!("{USERS}/bulk/status"),
        &json!({"status": "active"}),
    );
    status.by(&grace).await.refuses(&[("id", "invalid_id")]);
    let got = app.get(BULK).by(&grace).await;
    assert_eq!(got.header("allow"), "PUT");
    got.fails(405, "method_not_allowed");
}
