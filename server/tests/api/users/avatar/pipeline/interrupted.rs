//! Parts that are away for a while: what waits, goes on when they are back.

use super::{pictures_of, queue};
use crate::{
    harness::{TestApp, eventually},
    users::avatar::GIF,
};

#[tokio::test]
async fn what_is_uploaded_while_no_pictures_are_made_waits_and_all_of_it_is_made_afterwards() {
    let app = TestApp::with_storage(&[]).await;
    app.take_in_events().await;
    // Before any media-service has ever run, and in a pause of one.
    for round in ["first", "second"] {
        let mut uploads = Vec::new();
        for number in 1..=4 {
            let person = app.person(&format!("{round}-{number}")).await;
            let id = app.upload(&person, "image/gif", GIF).await;
            assert_eq!(app.upload_of(&person, &id).await["status"], "processing");
            uploads.push((person, id));
        }
        let media = app.make_pictures();
        for (person, id) in &uploads {
            assert_eq!(app.settled(person, id).await["status"], "ready");
            assert_eq!(pictures_of(&app, person).await.1, 2);
        }
        media.stop().await;
    }
}

#[tokio::test]
async fn a_media_service_that_ends_in_the_middle_of_work_gives_it_back() {
    let mut app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let queues = app.queues().await;
    app.prepare_for_pictures().await;
    let id = app.upload(&ada, "image/gif", GIF).await;
    let queue = queue(&app);
    let has = async |count| queues.waiting(&queue).await == count;
    eventually("storage does not tell", async || has(1).await).await;
    app.storage().shut().await;
    let media = app.make_pictures();
    eventually("nobody takes it", async || has(0).await).await;
    media.stop().await;
    eventually("it is not given back", async || has(1).await).await;
    app.storage().open().await;
    let media = app.make_pictures();
    assert_eq!(app.settled(&ada, &id).await["status"], "ready");
    media.stop().await;
}

#[tokio::test]
async fn a_picture_waits_for_its_storage_and_no_try_is_counted() {
    let mut app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let queues = app.queues().await;
    app.prepare_for_pictures().await;
    let upload = app.ask_for_upload(&ada, "image/gif", GIF.len()).await;
    assert_eq!(app.send_file(&upload, GIF).await, 200);
    let queue = queue(&app);
    let has = async |count| queues.waiting(&queue).await == count;
    eventually("storage does not tell", async || has(1).await).await;
    // Its last try: if one was counted, the upload would end as failed.
    queues.take(&queue).await;
    queues.put(&queue, 5, &app.record(&ada, &upload.id)).await;
    app.storage().shut().await;
    let media = app.make_pictures();
    eventually("nobody takes it", async || has(0).await).await;
    // Nobody can say how it stands meanwhile but that it is awaited.
    let view = app.upload_of(&ada, &upload.id).await;
    assert_eq!(view["status"], "pending");
    app.storage().open().await;
    assert_eq!(app.settled(&ada, &upload.id).await["status"], "ready");
    media.stop().await;
}

#[tokio::test]
async fn pictures_wait_until_somebody_listens() {
    let mut app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let id = app.upload(&ada, "image/gif", GIF).await;
    // The queue of the events is not there yet: what is told now, nobody hears.
    let media = app.make_pictures();
    let storage = app.storage();
    eventually("no pictures are made", async || {
        storage.pictures_since(&id).is_some()
    })
    .await;
    let first = storage.pictures_since(&id);
    eventually("it is not tried again", async || {
        storage.pictures_since(&id) > first
    })
    .await;
    app.take_in_events().await;
    assert_eq!(app.settled(&ada, &id).await["status"], "ready");
    assert_eq!(pictures_of(&app, &ada).await.1, 2);
    media.stop().await;
}
