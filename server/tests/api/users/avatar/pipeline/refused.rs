//! Files that no pictures are made of: each ends as failed with its reason, and the person keeps the
//! picture that they had.

use super::pictures_of;
use crate::{
    harness::{Person, TestApp},
    users::avatar::GIF,
};
use storage::NewObject;

/// Uploads it and waits for its end; gives why.
async fn reason(app: &TestApp, person: &Person, kind: &str, bytes: &[u8]) -> String {
    let id = app.upload(person, kind, bytes).await;
    end_of(app, person, &id).await
}

async fn end_of(app: &TestApp, person: &Person, id: &str) -> String {
    let view = app.settled(person, id).await;
    assert_eq!(view["status"], "failed", "{view}");
    assert!(view.get("avatarUrls").is_none(), "{view}");
    view["reason"].as_str().unwrap().to_owned()
}

/// A picture of so many pixels, by what it says of itself.
fn of_size(width: u16, height: u16) -> Vec<u8> {
    let mut gif = GIF.to_vec();
    // The screen, and the picture on it.
    for at in [6, 24] {
        gif[at..at + 2].copy_from_slice(&width.to_le_bytes());
        gif[at + 2..at + 4].copy_from_slice(&height.to_le_bytes());
    }
    gif
}

/// A lossless picture of one pixel, whose tables of codes could fill the memory.
fn dense() -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).unwrap().to_le_bytes();
    let mut data = vec![0x2F, 0, 0, 0, 0];
    data.resize(2_000_000, 0x55);
    let whole = length(12 + data.len());
    let own = length(data.len());
    [b"RIFF".as_slice(), &whole, b"WEBPVP8L", &own, &data].concat()
}

#[tokio::test]
async fn each_bad_file_ends_with_its_reason_and_the_old_picture_stays() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let media = app.make_pictures();
    let first = app.upload(&ada, "image/gif", GIF).await;
    assert_eq!(app.settled(&ada, &first).await["status"], "ready");
    let before = pictures_of(&app, &ada).await;
    assert!(before.0["small"].is_string());

    let photo = media::sample::photo().unwrap();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
    for (kind, bytes, expected) in [
        ("image/png", svg.as_slice(), "unsupported_type"),
        (
            "image/png",
            b"<!doctype html><p>not a picture",
            "unsupported_type",
        ),
        ("image/png", GIF, "type_mismatch"),
        ("image/jpeg", &photo[..photo.len() / 2], "unreadable"),
        ("image/gif", &GIF[..20], "unreadable"),
        ("image/gif", &of_size(30_000, 30_000), "too_many_pixels"),
        ("image/webp", &dense(), "too_complex"),
    ] {
        assert_eq!(reason(&app, &ada, kind, bytes).await, expected);
        assert_eq!(pictures_of(&app, &ada).await, before, "{expected}");
    }
    media.stop().await;
}

#[tokio::test]
async fn a_file_of_no_bytes_or_of_too_many_ends_as_failed_however_it_got_there() {
    let app = TestApp::with_storage(&[("MAX_FILE_SIZE", "1000")]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let media = app.make_pictures();
    for length in [0, 1_001] {
        let upload = app.ask_for_upload(&ada, "image/gif", 1_000).await;
        let mut body = GIF.to_vec();
        body.resize(length, 0);
        // Storage itself takes neither of whoever has a ticket.
        assert_eq!(app.send_file(&upload, &body).await, 403);
        let object = NewObject {
            content_type: "image/gif",
            cache_control: None,
            body: body.into(),
        };
        let key = app.original(&ada, &upload.id);
        app.state().parts.storage.put(&key, object).await.unwrap();
        assert_eq!(end_of(&app, &ada, &upload.id).await, "invalid_size");
    }
    media.stop().await;
}
