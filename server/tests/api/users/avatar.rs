//! `/api/v1/users/me/avatar…` and `/api/v1/users/profile/avatar`

mod get_upload;
mod pipeline;
mod remove;
mod request_upload;
mod upload;

use crate::harness::{Person, Reply, TestApp};
use serde_json::{Value, json};

const AVATAR: &str = "/api/v1/users/me/avatar";
const UPLOAD_URL: &str = "/api/v1/users/me/avatar/upload-url";
const UPLOADS: &str = "/api/v1/users/me/avatar/uploads";
/// Takes a form with a picture.
const FORM: &str = "/api/v1/users/profile/avatar";

/// A picture of one pixel.
pub const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Asks for an address to upload a small PNG to.
async fn ask(app: &TestApp, person: &Person) -> Reply {
    let body = json!({"contentType": "image/png", "contentLength": 1_000});
    app.post(UPLOAD_URL, &body).by(person).await
}

/// The id of an upload that was asked for.
async fn asked(app: &TestApp, person: &Person) -> String {
    let ticket = ask(app, person).await.is(201).json();
    ticket["data"]["uploadId"].as_str().unwrap().to_owned()
}

/// The pictures of an upload, as the media-service names them.
fn urls(app: &TestApp, upload: &str) -> Value {
    let storage = &app.state().parts.storage;
    let url = |name| storage.public_url(&format!("avatars/{upload}/{name}.jpg"));
    json!({"small": url("a5"), "medium": url("b3"), "large": url("c1")})
}

/// Tells the server that pictures were made, as the media-service would.
async fn processed(app: &TestApp, person: &Person, upload: &str) {
    let data = json!({"userId": person.id, "uploadId": upload, "avatarUrls": urls(app, upload)});
    let clock = &app.state().services.clock;
    let event = json!({
        "id": clock.new_id(), "type": "user.avatar.processed", "source": "media-service",
        "data": data, "timestamp": clock.now(), "metadata": {"tenantId": app.default_tenant()},
    });
    let inbox = &app.state().services.inbox;
    let verdict = inbox.apply(event.to_string().as_bytes()).await;
    assert_eq!(verdict, service::inbox::Verdict::Applied);
}

/// Gives somebody a picture of their own.
pub async fn with_picture(app: &TestApp, person: &Person) {
    let upload = asked(app, person).await;
    processed(app, person, &upload).await;
}
