//! A stampede asks Postgres once a process.

use super::{TTL, Truth, read, some_key};
use crate::{
    Error,
    cache::Cache,
    testing::{nowhere, world},
};
use futures::future::join_all;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{sync::Semaphore, task::JoinSet};

const READERS: usize = 200;

#[tokio::test]
async fn two_hundred_readers_load_once() {
    let cache = Cache::new(world::redis().await);
    let (key, truth) = (some_key(), Truth::of(1));
    let readers = (0..READERS).map(|_| read(&cache, &key, &truth));
    assert_eq!(join_all(readers).await, [1; READERS]);
    assert_eq!(truth.asked(), 1);
}

/// Loads that end at once: a reader may look before the fill and join after the load.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_readers_on_many_threads_load_once_each_time() {
    let cache = Cache::new(world::redis().await);
    for round in 0..30 {
        let (key, truth) = (some_key(), Arc::new(Truth::of(round)));
        let mut readers = JoinSet::new();
        for _ in 0..READERS {
            let (cache, key, truth) = (cache.clone(), key.clone(), truth.clone());
            readers.spawn(async move { read(&cache, &key, &truth).await });
        }
        assert_eq!(readers.join_all().await, [round; READERS]);
        assert_eq!(truth.asked(), 1, "in round {round}");
    }
}

#[tokio::test]
async fn readers_share_one_load_while_redis_is_away() {
    let url = format!("redis://{}", nowhere());
    let cache = Cache::new(world::redis_anywhere(url, "away"));
    let (key, truth, gate) = (some_key(), Truth::of(1), Semaphore::new(0));
    let arrived = AtomicUsize::new(0);
    let readers = (0..READERS).map(async |_| {
        arrived.fetch_add(1, Ordering::SeqCst);
        let load = || async {
            let _passed = gate.acquire().await.expect("an open gate");
            truth.read()
        };
        cache.get_or_load(&key, TTL, load).await
    });
    let opened = async {
        while arrived.load(Ordering::SeqCst) < READERS {
            tokio::task::yield_now().await;
        }
        gate.add_permits(1);
    };
    let (told, ()) = tokio::join!(join_all(readers), opened);
    assert!(told.into_iter().all(|t| t.expect("no fault") == Some(1)));
    assert_eq!(truth.asked(), 1);
}

#[tokio::test]
async fn a_failing_load_fails_all_who_share_it_and_is_not_kept() {
    let cache = Cache::new(world::redis().await);
    let key = some_key();
    let failing = (0..10).map(|_| {
        cache.get_or_load::<u64, _>(&key, TTL, || async { Err(Error::Unavailable("database")) })
    });
    for told in join_all(failing).await {
        assert!(matches!(told, Err(Error::Unavailable("database"))));
    }
    assert_eq!(read(&cache, &key, &Truth::of(1)).await, 1);
}
