//! `/api/v1/admin…`: what admins do for their tenant. Who may is in the table of `routes.rs`.

mod applications;
mod audit;
mod edge;
mod review;

use crate::harness::{Call, Person, TestApp};
use serde_json::json;

/// The applications to teach.
pub const APPLICATIONS: &str = "/api/v1/admin/instructor-applications";
/// The audit log.
pub const AUDIT: &str = "/api/v1/admin/audit";

/// Where somebody's application is approved.
fn approval(whom: &Person) -> String {
    format!("/api/v1/admin/users/{}/approve-instructor", whom.id)
}

/// Where somebody's application is rejected.
fn rejection(whom: &Person) -> String {
    format!("/api/v1/admin/users/{}/reject-instructor", whom.id)
}

/// An admin approves somebody's application, of this version.
pub fn approve(app: &TestApp, by: &Person, whom: &Person, version: i64) -> Call {
    app.post(&approval(whom), &json!({"version": version}))
        .by(by)
}

/// An admin rejects somebody's application, of this version.
pub fn reject(app: &TestApp, by: &Person, whom: &Person, version: i64, reason: &str) -> Call {
    let body = json!({"version": version, "reason": reason});
    app.post(&rejection(whom), &body).by(by)
}
