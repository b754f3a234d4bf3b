//! `/users/me/sessions`

mod browser;
mod end;
mod list;
mod role;

use crate::harness::{Person, TestApp};
use serde_json::Value;

const SESSIONS: &str = "/api/v1/users/me/sessions";

/// What a person sees of their sessions.
async fn seen(app: &TestApp, person: &Person) -> Vec<Value> {
    let list = app.get(SESSIONS).by(person).await.is(200).data();
    list.as_array().unwrap().clone()
}

/// The names of a person's sessions.
pub async fn names(app: &TestApp, person: &Person) -> Vec<String> {
    let text = |view: &Value| view["id"].as_str().unwrap().to_owned();
    seen(app, person).await.iter().map(text).collect()
}

/// Whether a browser with this cookie is signed in.
pub async fn is_in(app: &TestApp, cookie: &str) -> bool {
    let reply = app.get("/profile").header("cookie", cookie).await;
    match reply.status {
        200 => true,
        303 => {
            assert_eq!(
                reply.header("location"),
                "/sign-in?return_to=/profile",
                "{reply:?}"
            );
            false
        }
        _ => panic!("{reply:?}"),
    }
}

/// The secret in a cookie.
fn secret(cookie: &str) -> &str {
    cookie.strip_prefix("session=").unwrap()
}
