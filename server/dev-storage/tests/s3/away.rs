//! A storage that is not there.

use crate::world::{KEY, VALID, client, closed, now, object};
use std::time::Duration;
use storage::{Storage, StorageError};
use tokio::{net::TcpListener, time::Instant};

async fn is_unavailable(storage: &Storage) {
    let unavailable = |answer: Result<(), StorageError>| {
        assert!(
            matches!(answer, Err(StorageError::Unavailable(_))),
            "{answer:?}"
        );
    };
    unavailable(storage.ping().await);
    unavailable(storage.put(KEY, object("hello")).await);
    unavailable(storage.head(KEY).await.map(drop));
    unavailable(storage.get(KEY, 10).await.map(drop));
    unavailable(storage.delete(KEY).await);
    unavailable(storage.list("uploads/").await.map(drop));
    unavailable(storage.prepare(&[], "avatars").await.map(drop));
}

#[tokio::test]
async fn storage_that_is_away_is_unavailable_within_seconds() {
    let closed = closed();
    let storage = Storage::new(client(closed.local_addr().unwrap()));
    let start = Instant::now();
    is_unavailable(&storage).await;
    assert!(
        start.elapsed() < 7 * Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn storage_that_is_silent_is_unavailable_in_bounded_time() {
    // Connections are taken by the system, and nobody ever answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let storage = Storage::new(client(listener.local_addr().unwrap()));
    let start = Instant::now();
    is_unavailable(&storage).await;
    assert!(
        start.elapsed() < 7 * Duration::from_secs(31),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn an_address_is_signed_whether_or_not_storage_is_there() {
    let nowhere = "127.0.0.1:9".parse().unwrap();
    let storage = Storage::new(client(nowhere));
    storage
        .sign_put(KEY, "image/png", 5, now(), VALID)
        .await
        .unwrap();
}
