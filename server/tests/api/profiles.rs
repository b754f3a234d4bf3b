//! `/api/v1/profiles…`: people, as others see and find them. Who may ask is in the table of `routes.rs`.

mod get_one;
mod list;

use crate::harness::{ME, Person, Reply, TestApp, people};
use serde_json::{Value, json};

/// The directory.
pub const PROFILES: &str = "/api/v1/profiles";

/// Where somebody's public profile is, by id or username.
pub fn profile(handle: &str) -> String {
    format!("{PROFILES}/{handle}")
}

/// The directory with these parameters.
pub fn asked(parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{PROFILES}?{query}")
}

/// What an account of this name is made of, and more.
pub fn sketch(name: &str, more: &Value) -> Value {
    let (first, last) = name.split_once(' ').expect("two names");
    let auth = people::new_id();
    let mut sketch = json!({
        "authId": auth, "email": format!("{auth}@example.test"), "firstName": first, "lastName": last,
    });
    let fields = sketch.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    sketch
}

/// Somebody of this name, with more fields.
pub async fn somebody(app: &TestApp, name: &str, more: Value) -> Person {
    app.account(&sketch(name, &more), None).await
}

/// Somebody changes their profile.
pub async fn change(app: &TestApp, person: &Person, body: Value) {
    app.put(ME, &body).by(person).await.is(200);
}

/// The names of the people in an answer, in their order.
pub fn names(reply: &Reply) -> Vec<String> {
    let people = reply.data();
    let name = |person: &Value| person["displayName"].as_str().unwrap().to_owned();
    people.as_array().unwrap().iter().map(name).collect()
}

/// Whether the viewer sees somebody at their address, and what they are told if not.
pub async fn sees(app: &TestApp, viewer: &Person, other: &Person) -> bool {
    let reply = app.get(&profile(&other.id)).by(viewer).await;
    if reply.status != 200 {
        reply.fails(404, "not_found");
        return false;
    }
    assert_eq!(reply.data()["id"], other.id);
    true
}

/// All of an answer but what is of one delivery alone.
pub fn lasting(reply: &Reply) -> (u16, Value, Vec<(String, String)>) {
    let mut body = reply.json();
    for name in ["requestId", "timestamp"] {
        if let Some(value) = body.get_mut(name) {
            *value = Value::Null;
        }
    }
    let headers = reply.headers.iter();
    // Those that tell of this request alone: of its caller's budget what is left, too.
    let passing = [
        "x-request-id",
        "date",
        "ratelimit-remaining",
        "ratelimit-reset",
    ];
    let headers = headers.filter(|(name, _)| !passing.contains(&name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort_unstable();
    (reply.status, body, headers)
}
