//! An upload's whole way: storage, its message, the media-service, its event, the profile.

mod arrived;
mod interrupted;
mod often;
mod refused;
mod repeated;
mod tried;

use crate::harness::{ME, Person, TestApp};
use serde_json::Value;

/// What a person has now: the pictures, and the version of the profile.
async fn pictures_of(app: &TestApp, person: &Person) -> (Value, i64) {
    let me = app.get(ME).by(person).await.is(200).data();
    (me["avatarUrls"].clone(), me["version"].as_i64().unwrap())
}

/// The queue of the media-service.
fn queue(app: &TestApp) -> String {
    app.state().config.storage.messages.queue.clone()
}

/// The queue of messages that it has given up.
fn dead(app: &TestApp) -> String {
    format!("{}.dead", queue(app))
}
