//! What a person and everybody else gets of a good photo.

use crate::{
    harness::{ME, TestApp},
    users::avatar::GIF,
};
use aws_lc_rs::digest::{SHA256, digest};
use contract::limits::{AVATAR_LARGE_PX, AVATAR_MEDIUM_PX, AVATAR_SMALL_PX};
use image::RgbImage;
use serde_json::json;

/// The quarters of the photo, as it is seen upright: where, and which channels are the stronger.
fn is_upright(picture: &RgbImage) -> bool {
    let edge = picture.width();
    let at = |x: u32, y: u32| {
        picture
            .get_pixel(edge * x / 4, edge * y / 4)
            .0
            .map(i32::from)
    };
    let ([r1, g1, b1], [r2, g2, b2]) = (at(1, 1), at(3, 1));
    let ([r3, g3, b3], [r4, g4, b4]) = (at(1, 3), at(3, 3));
    let reddish = r1 > g1 + 50 && r1 > b1 + 50;
    let greenish = g2 > r2 + 50 && g2 > b2 + 50;
    let bluish = b3 > r3 + 50 && b3 > g3 + 50;
    let whitish = [r4, g4, b4].iter().all(|channel| *channel > 150);
    reddish && greenish && bluish && whitish
}

#[tokio::test]
async fn a_photo_on_its_side_with_a_place_becomes_an_upright_picture_without_one() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.take_in_events().await;
    let media = app.make_pictures();
    let photo = media::sample::photo().unwrap();
    let id = app.upload(&ada, "image/jpeg", &photo).await;
    let view = app.settled(&ada, &id).await;
    assert_eq!(view["status"], "ready", "{view}");

    let reply = app.get(ME).by(&ada).await.is(200);
    let me = reply.data();
    assert_eq!(me["avatarUrls"], view["avatarUrls"]);
    assert_eq!(me["avatarUrl"], view["avatarUrls"]["large"]);
    assert_eq!((&me["version"], reply.header("etag")), (&json!(2), "\"2\""));
    let heard = app.published(&ears).await;
    let told: Vec<_> = heard
        .iter()
        .filter(|h| h.routing_key == "user.updated")
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].body["data"]["changes"]["avatarUrl"],
        me["avatarUrl"]
    );

    let client = reqwest::Client::new();
    for (size, edge) in [
        ("small", AVATAR_SMALL_PX),
        ("medium", AVATAR_MEDIUM_PX),
        ("large", AVATAR_LARGE_PX),
    ] {
        let url = view["avatarUrls"][size].as_str().unwrap();
        let answer = client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{url}");
        assert_eq!(answer.headers()["content-type"], "image/jpeg");
        assert_eq!(
            answer.headers()["cache-control"],
            "public, max-age=31536000, immutable"
        );
        let bytes = answer.bytes().await.unwrap();
        let hash = digest(&SHA256, &bytes);
        let hash = hash.as_ref()[..16].iter().map(|byte| format!("{byte:02x}"));
        let name = format!("/avatars/{id}/{}.jpg", hash.collect::<String>());
        assert!(url.ends_with(&name), "{url} is not {name}");
        assert!(!bytes.windows(4).any(|four| four == b"Exif"), "{size}");
        let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
        assert_eq!(picture.dimensions(), (edge, edge));
        assert!(is_upright(&picture), "{size} is not upright");
    }
    media.stop().await;
}

#[tokio::test]
async fn nobody_sees_an_original() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let upload = app.ask_for_upload(&ada, "image/gif", GIF.len()).await;
    assert_eq!(app.send_file(&upload, GIF).await, 200);
    let storage = &app.state().parts.storage;
    let key = app.original(&ada, &upload.id);
    assert!(storage.head(&key).await.unwrap().is_some());
    let client = reqwest::Client::new();
    let answer = client.get(storage.public_url(&key)).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert!(!answer.bytes().await.unwrap().starts_with(b"GIF"));
}
