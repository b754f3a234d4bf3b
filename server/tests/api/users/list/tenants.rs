//! A tenant's edge, services, and what the audit log says of it.

use super::{asked, firsts, total};
use crate::{
    harness::{Person, TestApp, USERS, people, tokens},
    profiles::sketch,
};
use serde_json::json;

/// Two tenants with people of the same names, and an admin each.
async fn two() -> (TestApp, Person, Person) {
    let app = TestApp::start().await;
    let abroad = people::new_id();
    let mut admins = Vec::new();
    for tenant in [None, Some(abroad.as_str())] {
        let admin = sketch(
            "Grace Hopper",
            &json!({"role": "admin", "email": "grace@example.test"}),
        );
        admins.push(app.account(&admin, tenant).await);
        for name in ["Ada Lovelace", "Ben Lovelace"] {
            app.account(&sketch(name, &json!({})), tenant).await;
        }
    }
    let there = admins.pop().unwrap();
    let here = admins.pop().unwrap();
    app.account(&sketch("Cleo Lovelace", &json!({})), None)
        .await;
    (app, here, there)
}

#[tokio::test]
async fn nobody_of_another_tenant_is_found_or_counted() {
    let (app, here, there) = two().await;
    for (admin, love, all) in [(&here, 3, 4), (&there, 2, 3)] {
        for (parameters, expected) in [
            (&[][..], all),
            (&[("search", "love")], love),
            (&[("role", "student")], love),
            (&[("status", "active"), ("sortBy", "email")], all),
            (&[("search", "grace@example.test")], 1),
        ] {
            let reply = asked(&app, admin, parameters).await.is(200);
            assert_eq!(
                (total(&reply), firsts(&reply).len() as u64),
                (expected, expected),
                "{parameters:?}"
            );
            let tenant = app.me(admin).await["tenantId"].clone();
            let users = reply.data();
            assert!(
                users
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|user| user["tenantId"] == tenant)
            );
        }
    }
    assert_eq!(
        total(&asked(&app, &here, &[("search", &there.id)]).await),
        0
    );
    // A place in one list is none in another: it shows nobody of the other's.
    let first = asked(&app, &here, &[("limit", "1"), ("sortBy", "lastName")])
        .await
        .json();
    let cursor = first["pagination"]["nextCursor"].as_str().unwrap();
    let reply = asked(
        &app,
        &there,
        &[("limit", "100"), ("sortBy", "lastName"), ("cursor", cursor)],
    )
    .await
    .is(200);
    let tenant = app.me(&there).await["tenantId"].clone();
    let users = reply.data();
    assert!(
        users
            .as_array()
            .unwrap()
            .iter()
            .all(|user| user["tenantId"] == tenant),
        "{users}"
    );
    assert_eq!(total(&reply), 3);
}

#[tokio::test]
async fn a_service_lists_with_its_scope_and_changes_nobody() {
    let (app, here, there) = two().await;
    let ada = app.person("ada").await;
    let (mine, theirs) = (
        tokens::service("users:read"),
        tokens::service_in(there.tenant.as_ref().unwrap(), "users:read"),
    );
    for (token, expected) in [(&mine, 5), (&theirs, 3)] {
        let reply = app.get(USERS).bearer(token).await.is(200);
        assert_eq!(total(&reply), expected);
    }
    let every =
        tokens::service("users:read users:write enrollments:read enrollments:write profiles:read");
    for (path, body) in [
        (format!("{}/role", ada.path()), json!({"role": "admin"})),
        (
            format!("{}/status", ada.path()),
            json!({"status": "suspended"}),
        ),
        (
            format!("{USERS}/bulk/role"),
            json!({"userIds": [ada.id], "role": "admin"}),
        ),
    ] {
        let told = app
            .put(&path, &body)
            .bearer(&every)
            .await
            .fails(403, "forbidden");
        assert_eq!(told["error"], "Access denied. Required roles: admin");
    }
    let delete = app
        .call(reqwest::Method::DELETE, &ada.path())
        .bearer(&every)
        .await;
    delete.fails(403, "forbidden");
    app.get(&format!("{USERS}/stats"))
        .bearer(&every)
        .await
        .fails(403, "forbidden");
    assert_eq!(app.me(&ada).await["version"], 1);
    drop(here);
}

#[tokio::test]
async fn that_an_admin_has_listed_users_is_in_the_audit_log() {
    let (app, here, there) = two().await;
    asked(&app, &here, &[("search", "love")]).await.is(200);
    asked(&app, &here, &[("search", "love")]).await.is(200);
    asked(&app, &here, &[("role", "admin")]).await.is(200);
    app.get(USERS)
        .bearer(&tokens::service("users:read"))
        .await
        .is(200);
    let listed = async |tenant: &str, admin: &Person| {
        let entries = app.entries_of(tenant).await;
        let listed = entries
            .iter()
            .filter(|entry| entry["action"] == "users.listed");
        let listed: Vec<_> = listed.cloned().collect();
        assert!(
            listed
                .iter()
                .all(|entry| entry["actor_id"] == admin.id.as_str()),
            "{listed:?}"
        );
        listed
    };
    let entries = listed(&app.default_tenant(), &here).await;
    assert_eq!(
        entries.len(),
        2,
        "the same reading is told once, and a service's is not: {entries:?}"
    );
    assert_eq!(
        entries[0]["changes"],
        json!([{"field": "search", "after": "love"}])
    );
    assert_eq!(
        listed(there.tenant.as_ref().unwrap(), &there).await.len(),
        0
    );
}
