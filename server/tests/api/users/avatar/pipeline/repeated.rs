//! Messages that come twice, late, or in another order.

use super::pictures_of;
use crate::{
    harness::{Heard, TestApp, eventually, people},
    users::avatar::GIF,
};
use serde_json::json;
use std::cell::RefCell;

const PROCESSED: &str = "user.avatar.processed";

fn of_kind<'a>(heard: &'a [Heard], kind: &str) -> Vec<&'a Heard> {
    heard.iter().filter(|h| h.routing_key == kind).collect()
}

/// Another person's upload goes the whole way: whatever was told before is taken in.
async fn all_is_taken_in(app: &TestApp) {
    let name = people::new_id();
    let somebody = app.person(&format!("person-{name}")).await;
    let id = app.upload(&somebody, "image/gif", GIF).await;
    assert_eq!(app.settled(&somebody, &id).await["status"], "ready");
}

#[tokio::test]
async fn a_message_of_storage_that_comes_twice_changes_nothing_the_second_time() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.take_in_events().await;
    let media = app.make_pictures();
    let id = app.upload(&ada, "image/gif", GIF).await;
    app.settled(&ada, &id).await;
    let before = pictures_of(&app, &ada).await;
    assert_eq!(before.1, 2);

    let queues = app.queues().await;
    let record = app.record(&ada, &id);
    let exchange = &app.state().config.storage.messages.exchange;
    queues.publish(exchange, "s3.object-created", &record).await;
    let heard = RefCell::new(Vec::new());
    eventually("it is not told again", async || {
        let came = ears.all().await;
        heard.borrow_mut().extend(came);
        of_kind(&heard.borrow(), PROCESSED).len() == 2
    })
    .await;
    all_is_taken_in(&app).await;
    assert_eq!(pictures_of(&app, &ada).await, before);
    assert_eq!(app.upload_of(&ada, &id).await["status"], "ready");
    let mut heard = heard.into_inner();
    let told = of_kind(&heard, PROCESSED);
    assert_eq!(told[0].body["id"], told[1].body["id"], "twins");
    assert_eq!(told[0].body["data"], told[1].body["data"]);
    heard.extend(app.published(&ears).await);
    let updates = of_kind(&heard, "user.updated");
    let hers = updates
        .iter()
        .filter(|h| h.body["data"]["userId"] == ada.id.as_str());
    assert_eq!(hers.count(), 1);
    media.stop().await;
}

#[tokio::test]
async fn an_event_that_comes_twice_changes_nothing_the_second_time() {
    let app = TestApp::with_storage(&[]).await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.take_in_events().await;
    let media = app.make_pictures();
    let id = app.upload(&ada, "image/gif", GIF).await;
    app.settled(&ada, &id).await;
    let heard = app.published(&ears).await;
    let told = of_kind(&heard, PROCESSED);
    let before = pictures_of(&app, &ada).await;
    let queues = app.queues().await;
    let exchange = &app.state().config.rabbit.broker.exchange;
    let twin = told[0].body.to_string();
    queues.publish(exchange, PROCESSED, twin.as_bytes()).await;
    // The same told under another id, as nobody does.
    let mut other = told[0].body.clone();
    other["id"] = json!(app.state().services.clock.new_id());
    let other = other.to_string();
    queues.publish(exchange, PROCESSED, other.as_bytes()).await;
    all_is_taken_in(&app).await;
    assert_eq!(pictures_of(&app, &ada).await, before);
    assert_eq!(app.upload_of(&ada, &id).await["status"], "ready");
    let heard = app.published(&ears).await;
    let hers = of_kind(&heard, "user.updated")
        .into_iter()
        .filter(|h| h.body["data"]["userId"] == ada.id.as_str())
        .count();
    assert_eq!(hers, 0, "she was told of before");
    media.stop().await;
}

#[tokio::test]
async fn of_two_uploads_the_one_counts_that_was_asked_for_last_whichever_comes_first() {
    let app = TestApp::with_storage(&[]).await;
    app.take_in_events().await;
    let media = app.make_pictures();
    for last_first in [true, false] {
        let person = app.person(&format!("person-{last_first}")).await;
        let first = app.ask_for_upload(&person, "image/gif", GIF.len()).await;
        let last = app.ask_for_upload(&person, "image/gif", GIF.len()).await;
        let uploads = if last_first {
            [&last, &first]
        } else {
            [&first, &last]
        };
        for upload in uploads {
            assert_eq!(app.send_file(upload, GIF).await, 200);
            app.settled(&person, &upload.id).await;
        }
        let ready = app.upload_of(&person, &last.id).await;
        assert_eq!(ready["status"], "ready");
        let gone = app.upload_of(&person, &first.id).await;
        assert_eq!(
            (&gone["status"], &gone["reason"]),
            (&json!("expired"), &json!("superseded"))
        );
        let now = pictures_of(&app, &person).await;
        assert_eq!(now, (ready["avatarUrls"].clone(), 2));
    }
    media.stop().await;
}

#[tokio::test]
async fn a_file_whose_pictures_are_late_counts_for_nearly_a_day_and_no_longer() {
    let app = TestApp::with_storage(&[]).await;
    app.take_in_events().await;
    let ears = app.listen().await;
    // (hours after the end of the ticket, what becomes of it)
    for (hours, status) in [(22, "ready"), (24, "failed")] {
        let person = app.person(&format!("late-{hours}")).await;
        let id = app.upload(&person, "image/gif", GIF).await;
        assert_eq!(app.upload_of(&person, &id).await["status"], "processing");
        age(&app, &id, hours).await;
        let late = app.upload_of(&person, &id).await;
        assert_eq!(
            (&late["status"], &late["reason"]),
            (&json!("failed"), &json!("not_processed"))
        );

        let media = app.make_pictures();
        eventually("it is not told", async || {
            let heard = ears.all().await;
            let mut told = of_kind(&heard, PROCESSED).into_iter();
            told.any(|h| h.body["data"]["uploadId"] == id.as_str())
        })
        .await;
        all_is_taken_in(&app).await;
        let view = app.upload_of(&person, &id).await;
        assert_eq!(view["status"], status, "{view}");
        let (pictures, version) = pictures_of(&app, &person).await;
        assert_eq!(pictures, view["avatarUrls"]);
        assert_eq!(version, if status == "ready" { 2 } else { 1 });
        media.stop().await;
    }
}

/// Makes it so that the ticket of an upload ended so many hours ago.
async fn age(app: &TestApp, id: &str, hours: i32) {
    let sql = "UPDATE avatar_uploads SET created_at = now() - make_interval(hours => $2, mins => 10), \
               expires_at = now() - make_interval(hours => $2), \
               sweep_at = now() - make_interval(hours => $2) + interval '1 day' \
               WHERE id = $1::uuid";
    let aged = sqlx::query(sql).bind(id).bind(hours);
    assert_eq!(aged.execute(app.pool()).await.unwrap().rows_affected(), 1);
}
