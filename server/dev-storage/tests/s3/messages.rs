//! A message for each new object.

mod ears;

use crate::world::{BUCKET, Folder, KEY, Running, closed, object, run};
use ears::{Ears, PATIENCE, Way, config, in_exchange};
use reqwest::StatusCode;
use serde_json::Value;
use std::time::Duration;

fn key(message: &Value) -> &str {
    message["Key"].as_str().unwrap()
}

async fn put(running: &Running, keys: &[&str]) {
    for key in keys {
        running.storage().put(key, object("hello")).await.unwrap();
    }
}

async fn hears(ears: &mut Ears, keys: &[&str]) {
    for expected in keys {
        let message = ears.hear().await;
        assert_eq!(key(&message), format!("{BUCKET}/{expected}"));
    }
}

/// Waits until the broker has confirmed all messages.
async fn all_are_sent(folder: &Folder) {
    let waiting = || {
        std::fs::read_dir(folder.0.join("messages"))
            .unwrap()
            .count()
    };
    let sent = async {
        while waiting() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, sent).await.unwrap();
}

#[tokio::test]
async fn a_signed_upload_is_told_of_as_minio_does() {
    in_exchange(async |exchange| {
        let folder = Folder::new();
        let mut ears = exchange.listen().await;
        run(config(&folder, &exchange.events()), async |running| {
            let signed = running.signed().await;
            let status = running.upload(&signed.url, "image/png", "hello").await;
            assert_eq!(status, StatusCode::OK);
            let message = ears.hear().await;
            assert_eq!(message["EventName"], "s3:ObjectCreated:Put");
            assert_eq!(key(&message), format!("{BUCKET}/{KEY}"));
            let event = &message["Records"][0];
            assert_eq!(event["eventName"], "s3:ObjectCreated:Put");
            assert_eq!(event["s3"]["bucket"]["name"], BUCKET);
            let written = &event["s3"]["object"];
            assert_eq!(written["key"], KEY.replace('/', "%2F"));
            assert_eq!(written["size"], 5);
            assert_eq!(written["contentType"], "image/png");
            assert_eq!(written["eTag"], "5d41402abc4b2a76b9719d911017c592");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn each_object_has_one_message_in_order_and_a_refused_one_has_none() {
    in_exchange(async |exchange| {
        let folder = Folder::new();
        let mut ears = exchange.listen().await;
        run(config(&folder, &exchange.events()), async |running| {
            put(running, &["avatars/1", "avatars/2"]).await;
            let signed = running.signed().await;
            let status = running.upload(&signed.url, "image/png", "too long").await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            running.storage().delete("avatars/1").await.unwrap();
            put(running, &["avatars/2", "avatars/3"]).await;
            hears(
                &mut ears,
                &["avatars/1", "avatars/2", "avatars/2", "avatars/3"],
            )
            .await;
            ears.hears_nothing_more(exchange).await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn messages_wait_in_order_while_the_broker_is_away_and_go_out_when_it_is_back() {
    in_exchange(async |exchange| {
        let folder = Folder::new();
        let mut ears = exchange.listen().await;
        let mut way = Way::to(&exchange.url).await;
        let events = exchange.events_by(&way.url(&exchange.url));
        run(config(&folder, &events), async |running| {
            put(running, &["avatars/1", "avatars/2", "avatars/3"]).await;
            way.open();
            hears(&mut ears, &["avatars/1", "avatars/2", "avatars/3"]).await;
            // Cut in the middle of a conversation; with a confirm on its way, the last would come twice.
            all_are_sent(&folder).await;
            way.cut().await;
            put(running, &["avatars/4", "avatars/5"]).await;
            way.open();
            hears(&mut ears, &["avatars/4", "avatars/5"]).await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn messages_that_have_not_gone_out_go_out_after_the_next_start() {
    in_exchange(async |exchange| {
        let folder = Folder::new();
        let mut ears = exchange.listen().await;
        let closed = closed();
        let away = exchange.events_by(&format!("amqp://{}", closed.local_addr().unwrap()));
        run(config(&folder, &away), async |running| {
            put(running, &["avatars/1", "avatars/2"]).await;
        })
        .await;
        run(config(&folder, &exchange.events()), async |running| {
            put(running, &["avatars/3"]).await;
            hears(&mut ears, &["avatars/1", "avatars/2", "avatars/3"]).await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn messages_wait_until_somebody_listens() {
    in_exchange(async |exchange| {
        let folder = Folder::new();
        run(config(&folder, &exchange.events()), async |running| {
            put(running, &["avatars/1", "avatars/2"]).await;
            exchange.is_declared().await;
            let mut ears = exchange.listen().await;
            put(running, &["avatars/3"]).await;
            hears(&mut ears, &["avatars/1", "avatars/2", "avatars/3"]).await;
        })
        .await;
    })
    .await;
}
