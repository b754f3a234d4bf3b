//! One upload that storage tells of over and over.

use super::{dead, queue};
use crate::{
    harness::{Ears, Person, TestApp, eventually},
    users::avatar::GIF,
};
use serde_json::{Value, json};

/// Another person's upload goes the whole way: whatever came before it was taken up.
async fn somebody_else_gets_on(app: &TestApp, name: &str) -> String {
    let somebody = app.person(name).await;
    let id = app.upload(&somebody, "image/gif", GIF).await;
    assert_eq!(app.settled(&somebody, &id).await["status"], "ready");
    id
}

/// The uploads that the media-service has told of, an entry each time.
async fn told(ears: &Ears) -> Vec<String> {
    let heard = ears.all().await;
    let of_media = heard.iter().filter(|h| h.body["source"] == "media-service");
    let ids = of_media.map(|h| h.body["data"]["uploadId"].as_str().unwrap().to_owned());
    ids.collect()
}

fn times(told: &[String], id: &str) -> usize {
    told.iter().filter(|told| *told == id).count()
}

#[tokio::test]
async fn who_sends_a_file_over_and_over_has_it_made_into_pictures_three_times_and_others_get_on() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    app.take_in_events().await;
    let (ears, queues) = (app.listen().await, app.queues().await);
    app.prepare_for_pictures().await;
    let upload = app.ask_for_upload(&ada, "image/gif", GIF.len()).await;
    for _ in 0..20 {
        assert_eq!(app.send_file(&upload, GIF).await, 200);
    }
    eventually("storage does not tell of each", async || {
        queues.waiting(&queue(&app)).await == 20
    })
    .await;
    let media = app.make_pictures();
    let next = somebody_else_gets_on(&app, "ben").await;
    assert_eq!(app.settled(&ada, &upload.id).await["status"], "ready");
    // Nor later.
    assert_eq!(app.send_file(&upload, GIF).await, 200);
    let last = somebody_else_gets_on(&app, "cleo").await;
    media.stop().await;
    let told = told(&ears).await;
    assert_eq!(times(&told, &upload.id), 3, "{told:?}");
    assert_eq!((times(&told, &next), times(&told, &last)), (1, 1));
    assert_eq!(queues.waiting(&queue(&app)).await, 0, "nothing came back");
    assert_eq!(queues.waiting(&dead(&app)).await, 0);
}

/// The only record of what storage tells of an upload.
fn record_of(app: &TestApp, person: &Person, id: &str) -> Value {
    let message: Value = serde_json::from_slice(&app.record(person, id)).unwrap();
    message["Records"][0].clone()
}

#[tokio::test]
async fn one_message_that_names_an_upload_often_has_it_told_once_and_an_odd_record_spoils_nothing()
{
    let app = TestApp::with_silent_storage(&[]).await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    app.take_in_events().await;
    let (ears, queues) = (app.listen().await, app.queues().await);
    app.prepare_for_pictures().await;
    let first = app.upload(&ada, "image/gif", GIF).await;
    let second = app.upload(&ben, "image/gif", GIF).await;
    let (hers, his) = (
        record_of(&app, &ada, &first),
        record_of(&app, &ben, &second),
    );
    let odd = json!({"eventName": "s3:ObjectCreated:Put"});
    let message = json!({"Records": [odd, hers, hers, his, hers]});
    queues
        .put(&queue(&app), 0, message.to_string().as_bytes())
        .await;
    let media = app.make_pictures();
    for (person, id) in [(&ada, &first), (&ben, &second)] {
        assert_eq!(app.settled(person, id).await["status"], "ready");
    }
    media.stop().await;
    let told = told(&ears).await;
    assert_eq!((times(&told, &first), times(&told, &second)), (1, 1));
    assert_eq!(queues.waiting(&queue(&app)).await, 0, "nothing came back");
    assert_eq!(queues.waiting(&dead(&app)).await, 0);
}
