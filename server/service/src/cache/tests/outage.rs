//! Redis away means slower, not broken.

use super::{Truth, held, read, some_key};
use crate::{
    cache::Cache,
    testing::{nowhere, part, proxy::Proxy, unique, world},
};
use std::time::{Duration, Instant};

/// What a read may take beyond its load when nobody is there.
const AT_ONCE: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until Redis has been told everything.
pub(super) async fn told_at_last(cache: &Cache) {
    let telling = async {
        while cache.flush().await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, telling)
        .await
        .expect("Redis is told when it is back");
}

/// Waits until Redis answers again.
async fn answers(cache: &Cache) {
    let waiting = async {
        while cache.redis.ping().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .expect("Redis answers again");
}

#[tokio::test]
async fn where_nothing_listens_every_read_loads_at_once() {
    let url = format!("redis://{}", nowhere());
    let cache = Cache::new(world::redis_anywhere(url, "away"));
    let (key, truth) = (some_key(), Truth::of(1));
    for reads in 1..=20 {
        let started = Instant::now();
        assert_eq!(read(&cache, &key, &truth).await, 1);
        cache.change([key.clone()]).made().await;
        assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
        assert_eq!(truth.asked(), reads);
    }
}

#[tokio::test]
async fn a_redis_that_is_silent_costs_one_short_wait() {
    let url = part("REDIS_URL");
    let proxy = Proxy::to(&url).await;
    let cache = Cache::new(world::redis_at(proxy.url(&url), &unique("service-test")).await);
    let (key, truth) = (some_key(), Truth::of(1));
    proxy.clog();
    let started = Instant::now();
    assert_eq!(read(&cache, &key, &truth).await, 1);
    assert!(started.elapsed() < Duration::from_secs(1));
    let started = Instant::now();
    assert_eq!(read(&cache, &key, &truth).await, 1);
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    proxy.mend();
    answers(&cache).await;
    read(&cache, &key, &truth).await;
    assert_eq!(held(&cache.redis, &key).await.as_deref(), Some("1"));
}

#[tokio::test]
async fn an_invalidation_that_could_not_be_told_is_told_later_and_redis_not_believed_till_then() {
    let url = part("REDIS_URL");
    let (proxy, prefix) = (Proxy::to(&url).await, unique("service-test"));
    let writer = Cache::new(world::redis_at(proxy.url(&url), &prefix).await);
    let other = Cache::new(world::redis_at(url, &prefix).await);
    let (key, truth) = (some_key(), Truth::of(1));
    read(&writer, &key, &truth).await;

    proxy.cut();
    truth.set(2);
    writer.change([key.clone()]).made().await;
    assert_eq!(read(&writer, &key, &truth).await, 2, "while Redis is away");
    assert_eq!(writer.flush().await, 1, "nobody could be told");

    proxy.mend();
    answers(&writer).await;
    assert_eq!(held(&other.redis, &key).await.as_deref(), Some("1"));
    assert_eq!(
        read(&writer, &key, &truth).await,
        2,
        "Redis is back and wrong"
    );

    told_at_last(&writer).await;
    assert_eq!(held(&other.redis, &key).await, None);
    for cache in [&other, &writer] {
        assert_eq!(read(cache, &key, &truth).await, 2);
    }
    assert_eq!(held(&other.redis, &key).await.as_deref(), Some("2"));
}
