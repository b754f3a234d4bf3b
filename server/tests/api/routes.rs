//! Every route, walked by everybody who might call it. A route that the OpenAPI document has and
//! this table has not, or the other way round, is a failure: whoever adds a route decides here who
//! may call it.

mod cast;

use crate::{
    harness::{Reply, TestApp, people},
    openapi::operations,
    users::{avatar::GIF, instructor_application::application},
};
use cast::{Cast, ENROLLMENTS, WALKERS};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// `{id}` is the owner; for whoever lost their account, and for the one under review, themselves.
/// The service has the scope that the route asks for, the scopeless one all others.
#[rustfmt::skip]
const TABLE: &[(&str, &str, [&str; 12])] = &[
    ("GET",   "/health",               ANYBODY),
    ("GET",   "/health/detailed",      ANYBODY),
    ("GET",   "/health/ready",         ANYBODY),
    ("GET",   "/health/live",          ANYBODY),
    ("GET",   "/metrics",              ANYBODY),
    // Nobody's token opens it, where it has one of its own: `webhooks.rs`.
    ("POST",  "/webhooks/storage",     CLOSED),
    ("GET",   "/api/v1/users/me",      SELF),
    ("PUT",   "/api/v1/users/me",      SELF),
    ("PATCH", "/api/v1/users/me",      SELF),
    ("GET",   "/api/v1/users/profile", SELF),
    ("PUT",   "/api/v1/users/profile", SELF),
    ("GET",   "/api/v1/users/me/settings", SELF),
    ("PUT",   "/api/v1/users/me/settings", SELF),
    ("PATCH", "/api/v1/users/me/settings", SELF),
    ("GET",   "/api/users/me/settings",    SELF),
    ("PUT",   "/api/users/me/settings",    SELF),
    ("PATCH", "/api/users/me/settings",    SELF),
    ("GET",    "/api/v1/users/me/sessions", SELF),
    ("DELETE", "/api/v1/users/me/sessions", SELF),
    // Nobody has the session that is asked for.
    ("DELETE", "/api/v1/users/me/sessions/{sessionId}", SELF_WITHOUT),
    ("POST",   "/api/v1/users/me/avatar/upload-url",         SELF_MADE),
    // Nobody has the upload that is asked for.
    ("GET",    "/api/v1/users/me/avatar/uploads/{uploadId}", SELF_WITHOUT),
    ("POST",   "/api/v1/users/profile/avatar",               SELF_TAKEN),
    ("DELETE", "/api/v1/users/{id}/avatar",                  CARE),
    // The owner is there for everybody, signed in or not; whoever lost their account looks for themselves.
    ("GET",    "/api/v1/profiles/{idOrUsername}",  PUBLIC),
    ("GET",    "/api/v1/profiles",                 LOOK),
    ("GET",    "/api/v1/users/me/suggestions",     SELF),
    ("GET",    "/api/v1/users/me/blocks",          SELF),
    // Somebody of the default tenant is blocked, then unblocked.
    ("POST",   "/api/v1/users/me/blocks",          SELF_SHUTS),
    ("DELETE", "/api/v1/users/me/blocks/{userId}", SELF_OPENS),
    //                                 anonymous  other  owner  admin  foreign  service  scopeless  suspended  inactive  reviewed  deleted  stranger
    ("POST",  "/api/v1/users",        [NOBODY,    NO,    NO,    MADE,  MADE,    MADE,    NO,        SHUT,      OFF,      NO,       NO,      NO]),
    ("GET",    "/api/v1/users",       [NOBODY,    NO,    NO,    OK,    OK,      OK,      NO,        SHUT,      OFF,      NO,       NO,      NO]),
    ("GET",    "/api/v1/users/stats",     ADMIN),
    ("PUT",    "/api/v1/users/bulk/role", ADMIN),
    ("GET",   "/api/v1/users/{id}",   READ),
    ("PUT",    "/api/v1/users/{id}/role",   ADMIN_OF),
    ("PUT",    "/api/v1/users/{id}/status", ADMIN_OF),
    // Somebody new each time.
    ("DELETE", "/api/v1/users/{id}",        ADMIN_OF),
    ("GET",    "/api/v1/users/{id}/stats",                        READ),
    ("GET",    "/api/v1/users/{id}/preferences",                  READ),
    ("GET",    "/api/v1/users/{id}/preferences/{category}",       READ),
    ("PUT",    "/api/v1/users/{id}/preferences/{category}",       OWN),
    ("DELETE", "/api/v1/users/{id}/preferences/{category}/{key}", OWN),
    ("GET",    "/api/v1/users/{id}/enrollments",                     READ),
    ("POST",   "/api/v1/users/{id}/enrollments",                     MAKE),
    ("GET",    "/api/v1/users/{id}/enrollments/stats",               READ),
    ("GET",    "/api/v1/users/{id}/enrollments/{courseId}",          READ),
    ("PUT",    "/api/v1/users/{id}/enrollments/{courseId}",          READ),
    ("PUT",    "/api/v1/users/{id}/enrollments/{courseId}/progress", READ),
    ("DELETE", "/api/v1/users/{id}/enrollments/{courseId}",          READ),
    // Whoever applies here looks at it, and takes it back.
    ("POST",   "/api/v1/users/me/apply-for-instructor", SELF_APPLIES),
    ("GET",    "/api/v1/users/me/apply-for-instructor", SELF_APPLIED),
    ("DELETE", "/api/v1/users/me/apply-for-instructor", SELF_APPLIED),
    ("POST",   "/api/users/me/apply-for-instructor",    SELF_APPLIES),
    ("GET",    "/api/users/me/apply-for-instructor",    SELF_APPLIED),
    ("DELETE", "/api/users/me/apply-for-instructor",    SELF_APPLIED),
    ("GET",    "/api/v1/admin/instructor-applications", ADMIN),
    ("GET",    "/api/v1/admin/instructor-applications/{applicationId}",       ADMIN_OF),
    ("PUT",    "/api/v1/admin/instructor-applications/{applicationId}/claim", ADMIN_OF),
    ("DELETE", "/api/v1/admin/instructor-applications/{applicationId}/claim", ADMIN_OF),
    // Each time somebody who has applied.
    ("POST",   "/api/v1/admin/users/{id}/approve-instructor", ADMIN_OF),
    ("POST",   "/api/v1/admin/users/{id}/reject-instructor",  ADMIN_OF),
    ("POST",   "/api/admin/users/{id}/approve-instructor",    ADMIN_OF),
    ("POST",   "/api/admin/users/{id}/reject-instructor",     ADMIN_OF),
    ("GET",    "/api/v1/admin/audit", ADMIN),
];

const OK: &str = "200";
const MADE: &str = "201";
const TAKEN: &str = "202";
const NOBODY: &str = "401 unauthenticated";
const NO: &str = "403 forbidden";
const SHUT: &str = "403 account_suspended";
const OFF: &str = "403 account_inactive";
const GONE: &str = "404 not_found";
const WHO: &str = "404 user_not_found";
const STAFF: &str = "409 not_a_student";

const CLOSED: [&str; 12] = ["404 feature_disabled"; 12];
const ANYBODY: [&str; 12] = [OK; 12];
const PUBLIC: [&str; 12] = [OK, OK, OK, OK, GONE, OK, NO, SHUT, OFF, OK, GONE, OK];
const LOOK: [&str; 12] = [NOBODY, OK, OK, OK, OK, OK, NO, SHUT, OFF, OK, WHO, WHO];
const SELF: [&str; 12] = [NOBODY, OK, OK, OK, OK, WHO, WHO, SHUT, OFF, OK, WHO, WHO];
const READ: [&str; 12] = [NOBODY, NO, OK, OK, GONE, OK, NO, SHUT, OFF, OK, NO, NO];
const MAKE: [&str; 12] = [
    NOBODY, NO, MADE, MADE, GONE, MADE, NO, SHUT, OFF, MADE, NO, NO,
];
const OWN: [&str; 12] = [NOBODY, NO, OK, NO, NO, NO, NO, SHUT, OFF, OK, NO, NO];
/// For admins, who find what is their tenant's; and no service.
const ADMIN: [&str; 12] = [NOBODY, NO, NO, OK, OK, NO, NO, SHUT, OFF, NO, NO, NO];
/// The same of somebody, whom admins of another tenant do not find.
const ADMIN_OF: [&str; 12] = [NOBODY, NO, NO, OK, GONE, NO, NO, SHUT, OFF, NO, NO, NO];
const SELF_APPLIES: [&str; 12] = [
    NOBODY, MADE, MADE, STAFF, STAFF, WHO, WHO, SHUT, OFF, MADE, WHO, WHO,
];
const SELF_APPLIED: [&str; 12] = [
    NOBODY, OK, OK, GONE, GONE, WHO, WHO, SHUT, OFF, OK, WHO, WHO,
];
const SELF_WITHOUT: [&str; 12] = [
    NOBODY, GONE, GONE, GONE, GONE, WHO, WHO, SHUT, OFF, GONE, WHO, WHO,
];

/// Takes a form with a picture.
const PICTURE: &str = "/api/v1/users/profile/avatar";

const SELF_MADE: [&str; 12] = [
    NOBODY, MADE, MADE, MADE, MADE, WHO, WHO, SHUT, OFF, MADE, WHO, WHO,
];
const SELF_TAKEN: [&str; 12] = [
    NOBODY, TAKEN, TAKEN, TAKEN, TAKEN, WHO, WHO, SHUT, OFF, TAKEN, WHO, WHO,
];
const SELF_SHUTS: [&str; 12] = [
    NOBODY, MADE, MADE, MADE, GONE, WHO, WHO, SHUT, OFF, MADE, WHO, WHO,
];
const SELF_OPENS: [&str; 12] = [NOBODY, OK, OK, OK, GONE, WHO, WHO, SHUT, OFF, OK, WHO, WHO];
const CARE: [&str; 12] = [NOBODY, NO, OK, OK, GONE, NO, NO, SHUT, OFF, OK, NO, NO];

const BLOCKS: &str = "/api/v1/users/me/blocks";

/// A body that this route takes. It has to be added for a new route.
fn body(cast: &Cast, method: &str, path: &str, step: usize) -> Option<Value> {
    match (method, path) {
        ("POST", BLOCKS) => Some(json!({"userId": cast.somebody.id})),
        ("GET" | "DELETE", _) | ("POST", PICTURE) => None,
        (_, path) if path.ends_with("/claim") => None,
        (_, path) if path.ends_with("/apply-for-instructor") => Some(application()),
        (_, path) if path.ends_with("/approve-instructor") => Some(json!({"version": 1})),
        (_, path) if path.ends_with("/reject-instructor") => {
            Some(json!({"version": 1, "reason": "Not yet"}))
        }
        (_, "/api/v1/users/bulk/role") => {
            Some(json!({"userIds": [cast.somebody.id], "role": "student"}))
        }
        (_, "/api/v1/users/{id}/role") => Some(json!({"role": "student"})),
        (_, "/api/v1/users/{id}/status") => Some(json!({"status": "active"})),
        ("POST", "/api/v1/users/me/avatar/upload-url") => {
            Some(json!({"contentType": "image/png", "contentLength": 100 + step}))
        }
        ("POST", "/webhooks/storage") => Some(json!({"Records": []})),
        ("POST", "/api/v1/users") => Some(people::sketch(&format!("made-{step}"))),
        (_, "/api/v1/users/me/settings" | "/api/users/me/settings") => {
            let zone = ["UTC", "Asia/Tokyo"][step % 2];
            Some(json!({"timezone": zone}))
        }
        (_, "/api/v1/users/{id}/preferences/{category}") => {
            Some(json!({"preferences": [{"key": "density", "value": step}]}))
        }
        ("POST", ENROLLMENTS) => Some(json!({"courseId": people::new_id()})),
        (_, "/api/v1/users/{id}/enrollments/{courseId}") => Some(json!({"status": "dropped"})),
        (_, "/api/v1/users/{id}/enrollments/{courseId}/progress") => Some(json!({"progress": 50})),
        (_, "/api/v1/users/me" | "/api/v1/users/profile") => {
            Some(json!({"headline": format!("step {step}")}))
        }
        _ => panic!("{method} {path} has no body in routes.rs"),
    }
}

fn told(reply: &Reply) -> String {
    match reply.status {
        200..400 => reply.status.to_string(),
        status => format!(
            "{status} {}",
            reply.json()["code"].as_str().unwrap_or("without a code")
        ),
    }
}

#[test]
fn the_table_lists_every_documented_route_and_no_other() {
    let document = serde_json::to_value(server::http::openapi()).unwrap();
    let documented: BTreeSet<_> = operations(&document)
        .into_iter()
        .map(|(path, method, _)| (method, path))
        .collect();
    let listed: BTreeSet<_> = TABLE
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    let missing: Vec<_> = documented.difference(&listed).collect();
    let made_up: Vec<_> = listed.difference(&documented).collect();
    assert!(
        missing.is_empty(),
        "not in the table of routes.rs: {missing:?}"
    );
    assert!(
        made_up.is_empty(),
        "in the table of routes.rs alone: {made_up:?}"
    );
    assert_eq!(
        listed.len(),
        TABLE.len(),
        "a route stands twice in the table"
    );
}

#[tokio::test]
async fn everybody_who_calls_a_route_is_answered_as_the_table_says() {
    let app = TestApp::with_storage(&[]).await;
    let cast = Cast::gather(&app).await;
    let mut wrong = Vec::new();
    for (row, (method, path, expected)) in TABLE.iter().enumerate() {
        for (column, expected) in expected.iter().enumerate() {
            let course = people::new_id();
            let step = row * WALKERS.len() + column;
            let target = cast.target(&app, method, path, step).await;
            if path.contains("{courseId}") {
                app.enroll(&target, &course).await;
            }
            let address = path
                .replace("{id}", &target)
                .replace("{courseId}", &course)
                .replace("{idOrUsername}", &target)
                .replace("{applicationId}", &cast.application)
                .replace("{userId}", &cast.somebody.id)
                .replace("{sessionId}", &people::new_id())
                .replace("{uploadId}", &people::new_id())
                .replace("{category}", "ui")
                .replace("{key}", "theme");
            let mut call = app.call(Method::from_bytes(method.as_bytes()).unwrap(), &address);
            if let Some(token) = cast.token(column, method, path) {
                call = call.bearer(&token);
            }
            if let Some(body) = body(&cast, method, path, step) {
                call = call.json(&body);
            }
            if *path == PICTURE {
                call = call.picture(GIF);
            }
            let got = told(&call.await);
            if got != *expected {
                wrong.push(format!(
                    "{method} {path} as {}: {got}, not {expected}",
                    WALKERS[column]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn whoever_may_not_see_a_person_cannot_tell_whether_there_is_one() {
    let app = TestApp::start().await;
    let cast = Cast::gather(&app).await;
    let somebody = cast.somebody.path();
    let nobody = format!("/api/v1/users/{}", people::new_id());
    let mut saw = Vec::new();
    for (column, walker) in WALKERS.iter().enumerate() {
        let ask = async |path: &str| {
            let call = app.get(path);
            match cast.token(column, "GET", "/api/v1/users/{id}") {
                Some(token) => call.bearer(&token).await,
                None => call.await,
            }
        };
        let (there, not) = (ask(&somebody).await, ask(&nobody).await);
        if there.status == 200 {
            not.fails(404, "not_found");
            saw.push(*walker);
            continue;
        }
        let same = |reply: &Reply| {
            let mut body = reply.json();
            body["requestId"] = Value::Null;
            body["timestamp"] = Value::Null;
            let mut names: Vec<_> = reply.headers.keys().map(ToString::to_string).collect();
            names.sort_unstable();
            (reply.status, body, names)
        };
        assert_eq!(same(&there), same(&not), "{walker}");
    }
    assert_eq!(saw, ["admin", "service"]);
}
