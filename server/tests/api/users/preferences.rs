//! `/users/{id}/preferences…`

mod reads;
mod writes;

use crate::harness::{Person, TestApp};
use serde_json::{Value, json};

const MINE: &str = "/api/v1/users/me/preferences";

/// `{category.key: value}` of a list.
fn values(list: &Value) -> Value {
    let entries = list.as_array().expect("a list").iter().map(|p| {
        let name = format!(
            "{}.{}",
            p["category"].as_str().unwrap(),
            p["key"].as_str().unwrap()
        );
        (name, p["value"].clone())
    });
    Value::Object(entries.collect())
}

async fn mine(app: &TestApp, person: &Person) -> Value {
    app.get(MINE).by(person).await.is(200).data()
}

async fn put(app: &TestApp, person: &Person, category: &str, entries: Value) -> Value {
    let body = json!({"preferences": entries});
    app.put(&format!("{MINE}/{category}"), &body)
        .by(person)
        .await
        .is(200)
        .data()
}
