//! `GET /admin/audit`

mod filters;
mod pages;

use super::AUDIT;
use crate::harness::{ME, Person, Reply, TestApp, people, tokens};
use serde_json::{Value, json};

async fn asked(app: &TestApp, by: &Person, parameters: &[(&str, &str)]) -> Reply {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    app.get(&format!("{AUDIT}?{query}")).by(by).await
}

/// The actions on a page, in their order.
fn actions(reply: &Reply) -> Vec<String> {
    let entries = reply.data();
    let action = |entry: &Value| entry["action"].as_str().unwrap().to_owned();
    entries.as_array().unwrap().iter().map(action).collect()
}

#[tokio::test]
async fn an_entry_tells_who_did_what_to_whom_and_what_became_another() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let ada = app
        .post(crate::harness::USERS, &people::sketch("ada"))
        .by(&grace)
        .header("x-request-id", "r-1")
        .await
        .is(201)
        .data();
    let (id, auth) = (
        ada["id"].as_str().unwrap().to_owned(),
        ada["authId"].as_str().unwrap().to_owned(),
    );
    let ada = Person {
        id,
        auth_id: auth,
        role: "student".into(),
        email: "ada@example.test".into(),
        tenant: None,
    };
    let change = json!({"displayName": "Countess", "phone": "+442079460000", "bio": "Numbers."});
    let put = app.put(ME, &change).by(&ada).header("x-request-id", "r-2");
    put.await.is(200);
    app.give_role(&grace, &ada, "instructor")
        .header("x-request-id", "r-3")
        .await
        .is(200);
    app.enroll(&ada.id, &people::new_id()).await.is(201);
    let reply = asked(&app, &grace, &[("target", &ada.id)]).await.is(200);
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    assert!(
        !reply.text.contains("442079460000"),
        "a sensitive value is told to nobody"
    );
    let entries = reply.data();
    let entries = entries.as_array().unwrap();
    assert_eq!(
        actions(&reply),
        [
            "user.enrolled",
            "user.role_changed",
            "user.updated",
            "user.created"
        ]
    );
    let by =
        |person: &Person, name: &str| json!({"id": person.id, "kind": "user", "displayName": name});
    let target = json!({"kind": "user", "id": ada.id, "displayName": "Countess"});
    let role = &entries[1];
    let expected = json!({
        "id": role["id"], "at": app.me(&ada).await["updatedAt"], "actor": by(&grace, "Grace Example"),
        "action": "user.role_changed", "target": target,
        "changes": [{"field": "role", "before": "student", "after": "instructor"}], "requestId": "r-3",
    });
    assert_eq!(*role, expected);
    assert_eq!(
        entries[0]["actor"],
        json!({"id": "course-service", "kind": "service"})
    );
    let updated = &entries[2];
    assert_eq!(
        (&updated["actor"], &updated["requestId"]),
        (&by(&ada, "Countess"), &json!("r-2"))
    );
    let changes = updated["changes"].as_array().unwrap();
    let phone = changes
        .iter()
        .find(|change| change["field"] == "phone")
        .unwrap();
    assert_eq!(*phone, json!({"field": "phone"}));
    let bio = changes
        .iter()
        .find(|change| change["field"] == "bio")
        .unwrap();
    assert_eq!(*bio, json!({"field": "bio", "after": "Numbers."}));
    for entry in entries {
        assert!(entry["at"].as_str().unwrap().ends_with('Z'), "{entry}");
    }
    // Whoever is gone has no name any longer; what was done stays.
    app.delete(&grace, &ada).await.is(200);
    let reply = asked(
        &app,
        &grace,
        &[("target", &ada.id), ("action", "user.deleted")],
    )
    .await
    .is(200);
    let entries = reply.data();
    assert_eq!(entries[0]["target"], json!({"kind": "user", "id": ada.id}));
    let told = asked(&app, &grace, &[("target", &ada.id), ("action", "user")]).await;
    assert_eq!(told.json()["pagination"]["total"], 5);
}

#[tokio::test]
async fn no_service_and_nobody_but_admins_reads_it() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let service =
        tokens::service("users:read users:write enrollments:read enrollments:write profiles:read");
    for query in ["", "?page=0&target=x"] {
        let path = format!("{AUDIT}{query}");
        app.get(&path).await.fails(401, "unauthenticated");
        app.get(&path).by(&ada).await.fails(403, "forbidden");
        let told = app
            .get(&path)
            .bearer(&service)
            .await
            .fails(403, "forbidden");
        assert_eq!(told["error"], "Access denied. Required roles: admin");
    }
    app.get(AUDIT).by(&grace).await.is(200);
    for method in [
        reqwest::Method::POST,
        reqwest::Method::PUT,
        reqwest::Method::DELETE,
    ] {
        let call = app.call(method, AUDIT).by(&grace);
        call.await.fails(405, "method_not_allowed");
    }
}

#[tokio::test]
async fn nothing_of_another_tenant_is_in_it() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let abroad = people::new_id();
    let mut joan = people::sketch("joan");
    joan["role"] = json!("admin");
    let joan = app.account(&joan, Some(&abroad)).await;
    let ben = app.account(&people::sketch("ben"), Some(&abroad)).await;
    app.put_status(&joan, &ben, "suspended").await.is(200);
    let found = async |by: &Person, parameters: &[(&str, &str)]| {
        let reply = asked(&app, by, parameters).await.is(200);
        (
            actions(&reply),
            reply.json()["pagination"]["total"].as_u64().unwrap(),
        )
    };
    for parameters in [
        &[("target", ben.id.as_str())],
        &[("actor", joan.id.as_str())],
        &[("target", abroad.as_str())],
    ] {
        assert_eq!(found(&grace, parameters).await, (vec![], 0));
    }
    let (all, total) = found(&grace, &[("action", "user")]).await;
    assert_eq!((all, total), (vec!["user.created".to_owned()], 1));
    let (all, total) = found(&joan, &[("action", "user")]).await;
    let texts = ["user.status_changed", "user.created", "user.created"].map(str::to_owned);
    assert_eq!((all.as_slice(), total), (&texts[..], 3));
}

#[tokio::test]
async fn that_it_was_read_is_in_it() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    for _ in 0..2 {
        asked(&app, &grace, &[("action", "user.created")])
            .await
            .is(200);
        asked(&app, &grace, &[("target", &ada.id)]).await.is(200);
    }
    let reply = asked(&app, &grace, &[("action", "audit.read")])
        .await
        .is(200);
    let entries = reply.data();
    let told: Vec<_> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|e| [&e["target"]["id"], &e["changes"]])
        .collect();
    let of_ada = json!([{"field": "target", "after": ada.id}]);
    let of_all = json!([{"field": "action", "after": "user.created"}]);
    assert_eq!(
        json!(told),
        json!([[ada.id, of_ada], [app.default_tenant(), of_all]])
    );
}
