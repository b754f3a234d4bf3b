//! Nobody is told the old after a change.

use super::{TTL, Truth, held, read, some_key};
use crate::{
    cache::Cache,
    testing::{part, unique, world},
};
use fred::interfaces::KeysInterface;
use std::time::Duration;
use tokio::sync::oneshot;

/// A reader reads the database, then is slow; meanwhile a writer changes the truth and says so.
async fn a_slow_reader_and_a_quick_writer(readers: &Cache, writers: &Cache) {
    let (key, truth) = (some_key(), Truth::of(1));
    let (has_read, reader_has_read) = oneshot::channel();
    let (has_written, writer_has_written) = oneshot::channel();
    let slow = readers.get_or_load(&key, TTL, || async {
        let old = truth.read();
        has_read.send(()).expect("the writer waits");
        writer_has_written.await.expect("the writer writes");
        old
    });
    let quick = async {
        reader_has_read.await.expect("the reader reads");
        truth.set(2);
        writers.change([key.clone()]).made().await;
        has_written.send(()).expect("the reader waits");
    };
    let (told, ()) = tokio::join!(slow, quick);
    assert_eq!(told.expect("no fault"), Some(1), "the reader began before");
    assert_eq!(held(&readers.redis, &key).await, None, "the old was kept");
    for cache in [readers, writers] {
        assert_eq!(read(cache, &key, &truth).await, 2);
    }
    assert_eq!(held(&readers.redis, &key).await.as_deref(), Some("2"));
}

#[tokio::test]
async fn a_slow_fill_is_refused_after_an_invalidation() {
    let cache = Cache::new(world::redis().await);
    a_slow_reader_and_a_quick_writer(&cache, &cache).await;
}

#[tokio::test]
async fn a_slow_fill_is_refused_after_an_invalidation_by_another_process() {
    let (url, prefix) = (part("REDIS_URL"), unique("service-test"));
    let reader = Cache::new(world::redis_at(url.clone(), &prefix).await);
    let writer = Cache::new(world::redis_at(url, &prefix).await);
    a_slow_reader_and_a_quick_writer(&reader, &writer).await;
}

#[tokio::test]
async fn a_reader_does_not_join_a_load_that_began_before_the_invalidation() {
    let cache = Cache::new(world::redis().await);
    let (key, truth) = (some_key(), Truth::of(1));
    let (has_read, reader_has_read) = oneshot::channel();
    let (let_go, released) = oneshot::channel();
    let slow = cache.get_or_load(&key, TTL, || async {
        let old = truth.read();
        has_read.send(()).expect("the other waits");
        released.await.expect("a release");
        old
    });
    let late = async {
        reader_has_read.await.expect("the reader reads");
        truth.set(2);
        cache.change([key.clone()]).made().await;
        let told = read(&cache, &key, &truth).await;
        let_go.send(()).expect("the slow one waits still");
        told
    };
    let (_, told) = tokio::join!(slow, late);
    assert_eq!(told, 2);
    assert_eq!(held(&cache.redis, &key).await.as_deref(), Some("2"));
}

#[tokio::test]
async fn a_value_lives_as_long_as_it_is_given() {
    let cache = Cache::new(world::redis().await);
    let (key, truth) = (some_key(), Truth::of(1));
    read(&cache, &key, &truth).await;
    let name = cache.redis.key(&key.name);
    let lives: i64 = cache
        .redis
        .run(|client| async move { client.pttl(name).await })
        .await
        .expect("Redis answers");
    let most = i64::try_from(TTL.as_millis()).expect("a minute");
    assert!((most - 5_000..=most).contains(&lives), "{lives} ms");
    assert_eq!(read(&cache, &key, &truth).await, 1);
    assert_eq!(truth.asked(), 1);
}

#[tokio::test]
async fn nothing_is_not_kept() {
    let cache = Cache::new(world::redis().await);
    let key = some_key();
    let nothing = cache.get_or_load::<u64, _>(&key, TTL, || async { Ok(None) });
    assert_eq!(nothing.await.expect("no fault"), None);
    assert_eq!(held(&cache.redis, &key).await, None);
    assert_eq!(read(&cache, &key, &Truth::of(1)).await, 1);
}

#[tokio::test]
async fn what_cannot_be_read_counts_as_a_miss_and_is_replaced() {
    let cache = Cache::new(world::redis().await);
    let (key, truth) = (some_key(), Truth::of(1));
    let name = cache.redis.key(&key.name);
    cache
        .redis
        .run(|client| async move {
            client
                .set::<(), _, _>(name, "{half", None, None, false)
                .await
        })
        .await
        .expect("Redis answers");
    assert_eq!(read(&cache, &key, &truth).await, 1);
    assert_eq!(read(&cache, &key, &truth).await, 1);
    assert_eq!(truth.asked(), 1);
}

#[tokio::test]
async fn an_invalidation_is_told_even_when_its_caller_is_cut_off() {
    let url = part("REDIS_URL");
    let proxy = crate::testing::proxy::Proxy::to(&url).await;
    let prefix = unique("service-test");
    let writer = Cache::new(world::redis_at(proxy.url(&url), &prefix).await);
    let other = Cache::new(world::redis_at(url, &prefix).await);
    let (key, truth) = (some_key(), Truth::of(1));
    assert_eq!(read(&other, &key, &truth).await, 1);
    truth.set(2);
    proxy.clog();
    // The caller hangs up while Redis is being told.
    let told = writer.change([key.clone()]).made();
    assert!(
        tokio::time::timeout(Duration::from_millis(20), told)
            .await
            .is_err()
    );
    proxy.cut();
    assert_eq!(read(&writer, &key, &truth).await, 2);
    proxy.mend();
    super::outage::told_at_last(&writer).await;
    assert_eq!(read(&other, &key, &truth).await, 2);
}
