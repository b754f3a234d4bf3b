//! Where the power of admins ends: at their tenant's edge, and with their role.

use super::{APPLICATIONS, AUDIT};
use crate::{
    harness::{ME, Person, TestApp, USERS, people, tokens},
    openapi::operations,
    users::instructor_application::apply,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What an admin of another tenant is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// As of somebody who was never there.
    Nobody,
    /// A list of their own tenant.
    Theirs,
    /// That each of many is not there.
    Failures,
}

use Told::{Failures, Nobody, Theirs};

/// Every route for admins, with `{id}` of a person, `{course}` of a course of theirs, `{application}` of an
/// application of theirs; and its body.
#[rustfmt::skip]
const ROUTES: &[(&str, &str, &str, Told)] = &[
    ("GET",    "/api/v1/users",                                       "", Theirs),
    ("GET",    "/api/v1/users?search={id}",                           "", Theirs),
    ("GET",    "/api/v1/users/stats",                                 "", Theirs),
    ("GET",    "/api/v1/users/{id}",                                  "", Nobody),
    ("GET",    "/api/v1/users/{id}/stats",                            "", Nobody),
    ("GET",    "/api/v1/users/{id}/preferences",                      "", Nobody),
    ("GET",    "/api/v1/users/{id}/preferences/ui",                   "", Nobody),
    ("GET",    "/api/v1/users/{id}/enrollments",                      "", Nobody),
    ("POST",   "/api/v1/users/{id}/enrollments",                      r#"{"courseId":"{id}"}"#, Nobody),
    ("GET",    "/api/v1/users/{id}/enrollments/stats",                "", Nobody),
    ("GET",    "/api/v1/users/{id}/enrollments/{course}",             "", Nobody),
    ("PUT",    "/api/v1/users/{id}/enrollments/{course}",             r#"{"status":"suspended"}"#, Nobody),
    ("PUT",    "/api/v1/users/{id}/enrollments/{course}/progress",    r#"{"progress":50}"#, Nobody),
    ("DELETE", "/api/v1/users/{id}/enrollments/{course}",             "", Nobody),
    ("DELETE", "/api/v1/users/{id}/avatar",                           "", Nobody),
    ("PUT",    "/api/v1/users/{id}/role",                             r#"{"role":"admin"}"#, Nobody),
    ("PUT",    "/api/v1/users/bulk/role",                             r#"{"userIds":["{id}"],"role":"admin"}"#, Failures),
    ("PUT",    "/api/v1/users/{id}/status",                           r#"{"status":"suspended"}"#, Nobody),
    ("DELETE", "/api/v1/users/{id}",                                  "", Nobody),
    ("GET",    "/api/v1/admin/instructor-applications",               "", Theirs),
    ("GET",    "/api/v1/admin/instructor-applications?search=ada",    "", Theirs),
    ("GET",    "/api/v1/admin/instructor-applications/{application}", "", Nobody),
    ("PUT",    "/api/v1/admin/instructor-applications/{application}/claim", "", Nobody),
    ("DELETE", "/api/v1/admin/instructor-applications/{application}/claim", "", Nobody),
    ("POST",   "/api/v1/admin/users/{id}/approve-instructor",         r#"{"version":1}"#, Nobody),
    ("POST",   "/api/v1/admin/users/{id}/reject-instructor",          r#"{"version":1,"reason":"No"}"#, Nobody),
    ("POST",   "/api/admin/users/{id}/approve-instructor",            r#"{"version":1}"#, Nobody),
    ("POST",   "/api/admin/users/{id}/reject-instructor",             r#"{"version":1,"reason":"No"}"#, Nobody),
    ("GET",    "/api/v1/admin/audit",                                 "", Theirs),
    ("GET",    "/api/v1/admin/audit?target={id}",                     "", Theirs),
    ("GET",    "/api/v1/admin/audit?actor={id}",                      "", Theirs),
];

/// All that is kept of this tenant, but that its admins have looked.
const STATE: &str = "SELECT md5(string_agg(line, '' ORDER BY line)) FROM (
        SELECT t.*::text AS line FROM users AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM user_profiles AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM user_preferences AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM user_enrollments AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM instructor_applications AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM avatar_uploads AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM outbox_events AS t WHERE tenant_id = $1
        UNION ALL SELECT t.*::text FROM audit_log AS t WHERE tenant_id = $1
    ) AS lines";

/// Somebody whom admins may do anything to.
struct Target {
    person: Person,
    course: String,
    application: String,
}

impl Target {
    async fn arrive(app: &TestApp) -> Self {
        let ada = json!({"avatarUrl": "https://example.test/a.png", "username": "ada"});
        let mut sketch = people::sketch("ada");
        sketch
            .as_object_mut()
            .unwrap()
            .extend(ada.as_object().unwrap().clone());
        let person = app.account(&sketch, None).await;
        let course = people::new_id();
        app.enroll(&person.id, &course).await.is(201);
        let made = apply(app, &person).await.is(201).data();
        let application = made["id"].as_str().unwrap().to_owned();
        Self {
            person,
            course,
            application,
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{id}", &self.person.id)
            .replace("{course}", &self.course)
            .replace("{application}", &self.application)
    }
}

async fn call(
    app: &TestApp,
    target: &Target,
    route: &(&str, &str, &str, Told),
    token: &str,
) -> crate::harness::Reply {
    let (method, path, body, _) = route;
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut call = app.call(method, &target.fill(path)).bearer(token);
    if !body.is_empty() {
        call = call.json(&serde_json::from_str(&target.fill(body)).unwrap());
    }
    call.await
}

#[test]
fn every_route_of_admins_is_tried() {
    let document = serde_json::to_value(server::http::openapi()).unwrap();
    let tried: BTreeSet<_> = ROUTES
        .iter()
        .map(|(method, path, _, _)| {
            let path = path.split('?').next().unwrap();
            let path = path
                .replace("{course}", "{courseId}")
                .replace("{application}", "{applicationId}")
                .replace("/preferences/ui", "/preferences/{category}");
            format!("{method} {path}")
        })
        .collect();
    let is_admins = |path: &str| path.contains("/admin/") || path.starts_with("/api/v1/users/");
    // People's own, and a key of theirs, which admins do not write.
    let is_own = |path: &str| path.contains("/me") || path.contains("/profile");
    let own = [
        "PUT /api/v1/users/{id}/preferences/{category}",
        "DELETE /api/v1/users/{id}/preferences/{category}/{key}",
    ];
    let missing: Vec<_> = operations(&document)
        .into_iter()
        .filter(|(path, _, _)| is_admins(path) && !is_own(path))
        .map(|(path, method, _)| format!("{method} {path}"))
        .filter(|route| !tried.contains(route) && !own.contains(&route.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test]
async fn an_admin_of_another_tenant_finds_nobody_and_changes_nothing() {
    let app = TestApp::start().await;
    let target = Target::arrive(&app).await;
    app.admin("joan").await;
    let tenant = people::new_id();
    let mut grace = people::sketch("grace");
    grace["role"] = json!("admin");
    let grace = app.account(&grace, Some(&tenant)).await;
    let here = app.default_tenant();
    let before: String = app.find(STATE, &here).await;
    // A token that names the tenant of the other does not bring its bearer there.
    let mut claims = grace.claims();
    claims["tenantId"] = json!(here);
    let forged = tokens::signed(&claims);
    let state = async || app.find::<String>(STATE, &here).await;
    for route in ROUTES {
        println!("{route:?}");
        let reply = call(&app, &target, route, &grace.token()).await;
        match route.3 {
            Nobody => assert_eq!(reply.fails(404, "not_found")["error"], "Not found"),
            Failures => {
                let failure = json!({"id": target.person.id, "error": "User not found", "code": "user_not_found"});
                let expected = json!({"successful": 0, "failed": 1, "errors": [failure]});
                assert_eq!(reply.is(200).data(), expected);
            }
            Theirs => {
                let reply = reply.is(200);
                for word in [
                    &target.person.id,
                    &target.person.email,
                    &target.application,
                    &here,
                ] {
                    // What was asked for may stand in the list of what was asked.
                    let is_asked = route.1.contains("audit") && *word == target.person.id;
                    assert!(
                        is_asked || !reply.text.contains(word.as_str()),
                        "{word} in {}",
                        reply.text
                    );
                }
            }
        }
        call(&app, &target, route, &forged)
            .await
            .fails(403, "forbidden");
        assert_eq!(state().await, before, "{route:?} changed something");
    }
    // And it is not because nobody is there: an admin of the tenant is let.
    let joan = app.admin("mary").await;
    for route in ROUTES
        .iter()
        .filter(|(method, _, _, told)| *method == "GET" && *told == Nobody)
    {
        call(&app, &target, route, &joan.token()).await.is(200);
    }
}

#[tokio::test]
async fn who_is_no_admin_any_more_is_none_at_once_on_every_server() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let mary = app.admin("mary").await;
    let target = Target::arrive(&app).await;
    for (taken, code) in [
        ("role", "forbidden"),
        ("suspended", "account_suspended"),
        ("inactive", "account_inactive"),
        ("delete", "forbidden"),
    ] {
        let grace = app.admin(&format!("grace-{taken}")).await;
        for server in [&app, &other] {
            for path in [USERS, APPLICATIONS, AUDIT, &target.person.path()] {
                server.get(path).by(&grace).await.is(200);
            }
        }
        let done = match taken {
            "role" => app.give_role(&mary, &grace, "instructor").await,
            "delete" => app.delete(&mary, &grace).await,
            status => app.put_status(&mary, &grace, status).await,
        };
        done.is(200);
        for server in [&other, &app] {
            for route in ROUTES {
                let reply = call(server, &target, route, &grace.token()).await;
                assert_eq!(
                    reply.fails(403, code)["success"],
                    Value::Bool(false),
                    "{route:?}"
                );
            }
        }
    }
    let me = app.get(ME).by(&target.person).await.is(200).data();
    assert_eq!(
        (&me["status"], &me["version"]),
        (&json!("pending_instructor_review"), &json!(2))
    );
}
