//! `/users/me/blocks…`. Who may is in the table of `routes.rs`.

mod audit;
mod create;
mod force;
mod list;
mod race;
mod remove;

use crate::harness::{Call, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

pub const BLOCKS: &str = "/api/v1/users/me/blocks";

/// Somebody blocks somebody.
pub fn block(app: &TestApp, by: &Person, whom: &Person) -> Call {
    app.post(BLOCKS, &json!({"userId": whom.id})).by(by)
}

/// Somebody ends a block.
pub fn unblock(app: &TestApp, by: &Person, whom: &Person) -> Call {
    let path = format!("{BLOCKS}/{}", whom.id);
    app.call(Method::DELETE, &path).by(by)
}

/// Whom somebody has blocked: the first page.
async fn blocked(app: &TestApp, person: &Person) -> Vec<Value> {
    let page = app.get(BLOCKS).by(person).await.is(200).data();
    page.as_array().unwrap().clone()
}
