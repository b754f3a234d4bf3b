//! `POST /admin/users/{id}/approve-instructor` and `…/reject-instructor`

mod decided;
mod race;
mod refused;

use crate::{
    harness::{Person, TestApp},
    users::instructor_application::apply,
};
use serde_json::Value;

/// An admin, and somebody who has applied.
async fn applied() -> (TestApp, Person, Person, Value) {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let application = apply(&app, &ada).await.is(201).data();
    (app, grace, ada, application)
}
