//! Messages that cannot be dealt with: tried again, then put aside; never in a loop.

use super::{dead, pictures_of, queue};
use crate::{
    harness::{Running, TestApp, eventually},
    users::avatar::GIF,
};
use media::MediaService;
use serde_json::json;
use service::Clock;
use storage::Storage;

/// As many tries as there are pauses between them.
const LAST_TRY: i64 = 5;

#[tokio::test]
async fn what_storage_never_sends_is_put_aside_and_nobody_waits_for_it() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let config = &app.state().config.storage.messages;
    app.prepare_for_pictures().await;
    let queues = app.queues().await;
    let poison: [&[u8]; 3] = [b"not JSON", b"{\"Records\":", b"{\"records\":[]}"];
    for body in poison {
        queues
            .publish(&config.exchange, "s3.object-created", body)
            .await;
    }
    let media = app.make_pictures();
    let id = app.upload(&ada, "image/gif", GIF).await;
    assert_eq!(app.settled(&ada, &id).await["status"], "ready");
    eventually("not all of it is put aside", async || {
        queues.waiting(&dead(&app)).await == 3
    })
    .await;
    media.stop().await;
}

#[tokio::test]
async fn objects_that_are_no_uploads_of_ours_concern_nobody() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let (tenant, upload) = (app.default_tenant(), Clock::system().new_id());
    let config = &app.state().config.storage;
    app.prepare_for_pictures().await;
    let queues = app.queues().await;
    let bucket = config.storage.bucket.as_str();
    let gone = format!("uploads/{tenant}/{}/{upload}", ada.id);
    for (event, bucket, key) in [
        ("s3:ObjectCreated:Put", "others", gone.as_str()),
        ("s3:ObjectCreated:Put", bucket, "avatars/a/b.jpg"),
        ("s3:ObjectRemoved:Delete", bucket, &gone),
        // Swept before its turn came.
        ("s3:ObjectCreated:Put", bucket, &gone),
    ] {
        let record =
            json!({"eventName": event, "s3": {"bucket": {"name": bucket}, "object": {"key": key}}});
        let body = json!({"Records": [record]}).to_string();
        queues
            .publish(
                &config.messages.exchange,
                "s3.object-created",
                body.as_bytes(),
            )
            .await;
    }
    app.take_in_events().await;
    let ears = app.listen().await;
    let media = app.make_pictures();
    eventually("they are left where they are", async || {
        queues.waiting(&queue(&app)).await == 0
    })
    .await;
    let id = app.upload(&ada, "image/gif", GIF).await;
    assert_eq!(app.settled(&ada, &id).await["status"], "ready");
    media.stop().await;
    assert_eq!(queues.waiting(&queue(&app)).await, 0, "nothing came back");
    assert_eq!(queues.waiting(&dead(&app)).await, 0);
    let heard = ears.all().await;
    let told = heard.iter().filter(|h| h.body["source"] == "media-service");
    assert_eq!(told.count(), 1, "of the last alone");
}

#[tokio::test]
async fn a_message_that_came_back_unsettled_is_put_off_and_then_dealt_with() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    app.prepare_for_pictures().await;
    let queues = app.queues().await;
    let id = app.upload(&ada, "image/gif", GIF).await;
    let (queue, retry) = (queue(&app), format!("{}.retry.1000ms", queue(&app)));
    eventually("storage does not tell", async || {
        queues.waiting(&queue).await == 1
    })
    .await;
    queues.take_and_end(&queue).await;
    let media = app.make_pictures();
    eventually("it is not put off", async || {
        queues.waiting(&retry).await == 1
    })
    .await;
    assert_eq!(app.upload_of(&ada, &id).await["status"], "processing");
    assert_eq!(app.settled(&ada, &id).await["status"], "ready");
    assert_eq!(pictures_of(&app, &ada).await.1, 2);
    media.stop().await;
}

#[tokio::test]
async fn a_file_that_ends_whoever_looks_at_it_fails_in_the_end_and_is_put_aside() {
    let app = TestApp::with_silent_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    app.prepare_for_pictures().await;
    let queues = app.queues().await;
    let id = app.upload(&ada, "image/gif", GIF).await;
    queues
        .put(&queue(&app), LAST_TRY, &app.record(&ada, &id))
        .await;
    queues.take_and_end(&queue(&app)).await;
    let media = app.make_pictures();
    let view = app.settled(&ada, &id).await;
    assert_eq!(
        (&view["status"], &view["reason"]),
        (&json!("failed"), &json!("unreadable"))
    );
    eventually("it is not put aside", async || {
        queues.waiting(&dead(&app)).await == 1
    })
    .await;
    assert_eq!(queues.waiting(&queue(&app)).await, 0);
    assert!(pictures_of(&app, &ada).await.0.is_null());
    media.stop().await;
}

#[tokio::test]
async fn when_storage_goes_on_refusing_the_owner_is_told_after_the_last_try() {
    let app = TestApp::with_silent_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let section = &app.state().config.storage;
    app.prepare_for_pictures().await;
    let queues = app.queues().await;
    let mut stranger = section.storage.clone();
    stranger.secret_access_key = "a-secret-that-storage-does-not-know".into();
    let publisher = app.state().parts.publisher.clone();
    let media = Running::media(MediaService::new(
        Storage::new(stranger),
        publisher,
        section.media(),
        || Clock::system().now(),
    ));
    let (first, last) = (
        app.upload(&ada, "image/gif", GIF).await,
        app.person("ben").await,
    );
    let last_id = app.upload(&last, "image/gif", GIF).await;
    let retry = format!("{}.retry.1000ms", queue(&app));
    queues.put(&queue(&app), 0, &app.record(&ada, &first)).await;
    eventually("it is not tried again", async || {
        queues.waiting(&retry).await == 1
    })
    .await;
    assert_eq!(app.upload_of(&ada, &first).await["status"], "processing");
    queues
        .put(&queue(&app), LAST_TRY, &app.record(&last, &last_id))
        .await;
    let view = app.settled(&last, &last_id).await;
    assert_eq!(
        (&view["status"], &view["reason"]),
        (&json!("failed"), &json!("not_processed"))
    );
    eventually("it is not put aside", async || {
        queues.waiting(&dead(&app)).await == 1
    })
    .await;
    media.stop().await;

    // Somebody has put storage right, and given the message back.
    let given_back = queues.take(&dead(&app)).await;
    queues.put(&queue(&app), 0, &given_back.data).await;
    let media = app.make_pictures();
    eventually("it does not become ready", async || {
        app.upload_of(&last, &last_id).await["status"] == "ready"
    })
    .await;
    media.stop().await;
}
