//! The three promises of the cache, on a real Redis.

mod near;
mod outage;
mod shared;
mod truth;

use super::{Cache, CacheKey};
use crate::{Result, adapters::redis::Redis, testing::unique};
use fred::interfaces::KeysInterface;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

const TTL: Duration = Duration::from_mins(1);

/// Stands for Postgres: a value, and how often it was asked for.
#[derive(Default)]
struct Truth {
    value: AtomicU64,
    asked: AtomicU64,
}

impl Truth {
    fn of(value: u64) -> Self {
        let truth = Self::default();
        truth.set(value);
        truth
    }

    fn set(&self, value: u64) {
        self.value.store(value, Ordering::SeqCst);
    }

    #[expect(clippy::unnecessary_wraps, reason = "what a load gives")]
    fn read(&self) -> Result<Option<u64>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(Some(self.value.load(Ordering::SeqCst)))
    }

    fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }
}

/// What a reader is told who asks the truth at once.
async fn read(cache: &Cache, key: &CacheKey, truth: &Truth) -> u64 {
    let told = cache.get_or_load(key, TTL, || async { truth.read() }).await;
    told.expect("no fault").expect("a value")
}

/// What Redis holds under a key.
async fn held(redis: &Redis, key: &CacheKey) -> Option<String> {
    let name = redis.key(&key.name);
    redis
        .run(|client| async move { client.get(name).await })
        .await
        .expect("Redis answers")
}

fn some_key() -> CacheKey {
    CacheKey::new("test", unique("id"))
}
