//! `/users/me/apply-for-instructor`, with and without a version in the address. Who may is in the table of
//! `routes.rs`; what reviewers do is in `admin`.

mod apply;
mod cooldown;
mod fields;
mod race;
mod withdraw;

use crate::harness::{Call, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

pub const APPLY: &str = "/api/v1/users/me/apply-for-instructor";
/// The first seed's address.
pub const UNVERSIONED: &str = "/api/users/me/apply-for-instructor";

/// What somebody says who wants to teach.
pub fn application() -> Value {
    json!({
        "motivation": "I have taught algebra to my neighbours for years, and want to do so here.",
        "expertise": ["Algebra", "Patience"],
        "links": [{"label": "Notes", "url": "https://example.test/notes"}],
    })
}

/// Somebody applies.
pub fn apply(app: &TestApp, person: &Person) -> Call {
    app.post(APPLY, &application()).by(person)
}

/// Somebody takes their application back.
pub fn withdraw(app: &TestApp, person: &Person) -> Call {
    app.call(Method::DELETE, APPLY).by(person)
}

/// The last application of somebody.
pub async fn own(app: &TestApp, person: &Person) -> Value {
    app.get(APPLY).by(person).await.is(200).data()
}
