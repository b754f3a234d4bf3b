//! `PUT /users/{id}/status`. Who may is in the table of `routes.rs`.

mod application;
mod closed;

use crate::harness::{Call, ME, Person, TestApp, USERS, people};
use serde_json::{Value, json};

/// An admin and a student.
async fn two() -> (TestApp, Person, Person) {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    (app, grace, ada)
}

fn put(app: &TestApp, by: &Person, whom: &Person, body: &Value) -> Call {
    app.put(&format!("{}/status", whom.path()), body).by(by)
}

#[tokio::test]
async fn the_profile_is_answered_as_it_is_now_and_everybody_is_told_why() {
    let (app, grace, ada) = two().await;
    let ears = app.listen().await;
    app.published(&ears).await;
    let body = json!({"status": "suspended", "reason": " Sold\u{202e} answers.\r\nTwice. "});
    let call = put(&app, &grace, &ada, &body).header("x-request-id", "r-1");
    let reply = call.await.is(200);
    assert_eq!(reply.header("etag"), "\"2\"");
    let answer = reply.json();
    assert_eq!(answer["message"], "User status updated successfully");
    let view = &answer["data"];
    let told = ["id", "status", "role", "version"].map(|name| &view[name]);
    assert_eq!(json!(told), json!([ada.id, "suspended", "student", 2]));
    assert_eq!(app.get(&ada.path()).by(&grace).await.is(200).data(), *view);
    let reason = "Sold answers.\nTwice.";
    let heard = app.published(&ears).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].routing_key, "user.status_changed");
    let told = &heard[0].body;
    let expected = json!({
        "id": told["id"], "type": "user.status_changed", "source": "user-service",
        "data": {
            "userId": ada.id, "authId": ada.auth_id, "oldStatus": "active", "newStatus": "suspended", "reason": reason,
            "changedBy": grace.id,
        },
        "timestamp": view["updatedAt"], "correlationId": "r-1",
        "metadata": {"tenantId": app.default_tenant(), "sequence": 2, "version": 1},
    });
    assert_eq!(*told, expected);
    let entries = app.entries_of(&ada.id).await;
    let entries: Vec<_> = entries
        .iter()
        .filter(|e| e["action"] != "user.read")
        .collect();
    assert_eq!(entries.len(), 1, "{entries:?}");
    let changes = json!([
        {"field": "status", "before": "active", "after": "suspended"},
        {"field": "reason", "after": reason},
    ]);
    for (name, value) in [
        ("action", json!("user.status_changed")),
        ("actor_id", json!(grace.id)),
        ("request_id", json!("r-1")),
        ("changes", changes),
    ] {
        assert_eq!(entries[0][name], value, "{name}");
    }
}

#[tokio::test]
async fn an_account_goes_from_everywhere_to_everywhere_and_staying_is_told_to_nobody() {
    let (app, grace, ada) = two().await;
    let mut from = "active";
    let mut version = 1;
    for to in [
        "active",
        "inactive",
        "inactive",
        "suspended",
        "active",
        "suspended",
        "inactive",
        "active",
    ] {
        let view = app.put_status(&grace, &ada, to).await.is(200).data();
        version += i64::from(from != to);
        assert_eq!(
            (&view["status"], &view["version"]),
            (&json!(to), &json!(version))
        );
        from = to;
    }
    let told = app.told_since(&ada).await;
    let moves: Vec<_> = told
        .iter()
        .map(|(kind, data)| {
            assert_eq!(kind, "user.status_changed");
            assert!(data.get("reason").is_none(), "{data}");
            [&data["oldStatus"], &data["newStatus"]].map(|word| word.as_str().unwrap())
        })
        .collect();
    let expected = [
        ["active", "inactive"],
        ["inactive", "suspended"],
        ["suspended", "active"],
        ["active", "suspended"],
        ["suspended", "inactive"],
        ["inactive", "active"],
    ];
    assert_eq!(moves, expected);
    assert_eq!(app.entries_of(&ada.id).await.len(), expected.len());
}

#[tokio::test]
async fn every_bad_field_is_told() {
    let (app, grace, ada) = two().await;
    let long = "ñ".repeat(501);
    let cases: [(Value, &[(&str, &str)]); 9] = [
        (json!({}), &[("status", "required")]),
        (json!({"status": null}), &[("status", "required")]),
        (
            json!({"status": "deleted"}),
            &[("status", "invalid_choice")],
        ),
        (
            json!({"status": "pending_instructor_review"}),
            &[("status", "invalid_choice")],
        ),
        (json!({"status": true}), &[("status", "invalid_type")]),
        (
            json!({"status": "active", "reason": 1}),
            &[("reason", "invalid_type")],
        ),
        (
            json!({"status": "active", "reason": long}),
            &[("reason", "too_long")],
        ),
        (
            json!({"status": "gone", "reason": long, "role": "admin"}),
            &[
                ("reason", "too_long"),
                ("role", "unknown_field"),
                ("status", "invalid_choice"),
            ],
        ),
        (json!({"reason": "x"}), &[("status", "required")]),
    ];
    for (body, expected) in cases {
        println!("{body:.100}");
        put(&app, &grace, &ada, &body).await.refuses(expected);
        put(&app, &ada, &grace, &body).await.fails(403, "forbidden");
    }
    let text = put(&app, &grace, &ada, &json!("suspended")).await;
    text.refuses(&[("body", "invalid_type")]);
    assert_eq!(app.me(&ada).await["version"], 1);
    for reason in [
        json!(null),
        json!(""),
        json!(" \u{202e}\n "),
        json!("ñ".repeat(500)),
    ] {
        for status in ["inactive", "active"] {
            let body = json!({"status": status, "reason": reason});
            put(&app, &grace, &ada, &body).await.is(200);
        }
    }
}

#[tokio::test]
async fn nobody_changes_the_status_of_their_own_account() {
    let (app, grace, joan) = two().await;
    app.give_role(&grace, &joan, "admin").await.is(200);
    let mut me = grace.clone();
    "me".clone_into(&mut me.id);
    for status in ["active", "inactive", "suspended"] {
        for address in [&grace, &me] {
            let body = json!({"status": status});
            let told = put(&app, &grace, address, &body)
                .await
                .fails(409, "own_status");
            assert_eq!(
                told["error"],
                "You cannot change the status of your own account"
            );
        }
    }
    assert_eq!(app.me(&grace).await["version"], 1);
}

#[tokio::test]
async fn who_is_not_there_stands_nowhere() {
    let (app, grace, ada) = two().await;
    let abroad = people::new_id();
    let abroad = app.account(&people::sketch("abroad"), Some(&abroad)).await;
    app.set_status(&ada, "deleted").await;
    let mut nobody = ada.clone();
    nobody.id = people::new_id();
    for person in [&abroad, &ada, &nobody] {
        app.put_status(&grace, person, "suspended")
            .await
            .fails(404, "not_found");
    }
    assert_eq!(app.me(&abroad).await["status"], "active");
    let call = app.put(&format!("{USERS}/x/status"), &json!({"status": "active"}));
    call.by(&grace).await.refuses(&[("id", "invalid_id")]);
}

#[tokio::test]
async fn only_the_version_that_the_admin_has_seen_is_changed_where_one_is_named() {
    let (app, grace, ada) = two().await;
    app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
    let current = app.me(&ada).await;
    for status in ["suspended", "active"] {
        let call = app
            .put_status(&grace, &ada, status)
            .header("if-match", "\"1\"");
        let told = call.await.fails(412, "stale_version");
        assert_eq!(told["current"], current);
    }
    assert_eq!(app.me(&ada).await, current);
    let call = app
        .put_status(&grace, &ada, "inactive")
        .header("if-match", "\"2\"");
    assert_eq!(call.await.is(200).data()["version"], 3);
}
