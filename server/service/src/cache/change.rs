//! Changes of the truth, and how Redis comes to know of them.

use super::{Cache, CacheKey};
use crate::adapters::redis::RedisError;
use fred::types::Value;
use futures::future::try_join_all;
use std::{
    collections::HashMap,
    slice,
    sync::{Mutex, MutexGuard, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

/// Longer than any load may take (Postgres ends a statement after 10 s), and than parts of a whole are kept.
const GENERATION_TTL_S: i64 = 600;
/// When a change whose maker was cut off is certainly committed or not: the same 10 s, and a little.
const CERTAIN_AFTER: Duration = Duration::from_secs(11);

/// Keys that Redis is told of at once; others wait for it as long as these take.
const AT_ONCE: usize = 256;

/// Of each key a new generation, what is kept under it gone, and everybody who listens told.
pub(super) const INVALIDATE: &str = "local kept = {} \
    for i = 1, #KEYS, 2 do redis.call('SET', KEYS[i + 1], ARGV[1], 'EX', ARGV[2]) table.insert(kept, KEYS[i]) end \
    redis.call('DEL', unpack(kept)) redis.call('PUBLISH', ARGV[3], table.concat(kept, ARGV[4])) return 0";

/// Between keys that are told of in one word.
pub(super) const KEY_SEPARATOR: char = '\n';

/// A change of the truth that is being made. Begun before the commit, so that the cache is told
/// even when its maker is cut off in the middle (a caller who hangs up, a lost connection).
#[must_use = "what is not `made` counts as cut off"]
#[derive(Debug)]
pub struct Change<'a> {
    cache: &'a Cache,
    /// What Redis must be told of.
    keys: Vec<CacheKey>,
    committed: bool,
}

impl Change<'_> {
    /// The change is committed: nobody may be told the old.
    pub async fn made(mut self) {
        self.committed = true;
        self.cache.local.fetch_add(1, Ordering::SeqCst);
        self.forget_near(&self.keys);
        while !self.keys.is_empty() {
            // The last ones at once; each is forgotten only when all of them were told.
            let from = self.keys.len().saturating_sub(AT_ONCE);
            let last = &self.keys[from..];
            let told = self.cache.tell(last).await;
            // Somebody may have asked Redis just before it was told: who has made the change does not see that.
            self.forget_near(last);
            if let Err(error) = told {
                tracing::warn!(%error, "cache invalidation waits until redis is back");
                metrics::counter!("user_service_cache_failures_total", "operation" => "invalidate")
                    .increment(1);
                break;
            }
            self.keys.truncate(from);
        }
    }

    /// It was certainly not committed: there is nothing to tell.
    pub fn unmade(mut self) {
        self.keys.clear();
    }

    fn forget_near(&self, keys: &[CacheKey]) {
        for key in keys {
            self.cache.near.forget(&key.name);
        }
    }
}

impl Drop for Change<'_> {
    /// What could not be told is told later.
    fn drop(&mut self) {
        if self.keys.is_empty() {
            return;
        }
        let since = self.cache.local.fetch_add(1, Ordering::SeqCst);
        let mut until = Instant::now();
        if !self.committed {
            until += CERTAIN_AFTER;
        }
        // Known as untold before it is forgotten: nobody keeps in between what Redis still holds.
        let wait = Wait { since, until };
        self.cache.untold.add(&self.keys, wait);
        self.forget_near(&self.keys);
    }
}

impl Cache {
    /// The truth of these keys is about to change.
    pub fn change(&self, keys: impl Into<Vec<CacheKey>>) -> Change<'_> {
        Change {
            cache: self,
            keys: keys.into(),
            committed: false,
        }
    }

    /// Tells Redis what it could not be told before. Gives how many keys still wait.
    pub async fn flush(&self) -> usize {
        for (key, wait) in self.untold.all() {
            let told_at = Instant::now();
            if self.tell(slice::from_ref(&key)).await.is_err() {
                break;
            }
            if wait.until <= told_at {
                self.untold.remove(&key, wait);
            }
        }
        self.untold.lock().len()
    }

    /// In one call, but for a Redis Cluster, where a script reaches the keys of one thing alone.
    async fn tell(&self, keys: &[CacheKey]) -> Result<(), RedisError> {
        let at_once = if self.redis.is_cluster() { 1 } else { AT_ONCE };
        let told = keys.chunks(at_once).map(|keys| self.tell_at_once(keys));
        try_join_all(told).await.map(drop)
    }

    async fn tell_at_once(&self, keys: &[CacheKey]) -> Result<(), RedisError> {
        let keys: Vec<_> = keys.iter().flat_map(|key| self.names(key)).collect();
        let args = Value::Array(vec![
            format!("{:016x}", rand::random::<u64>()).into(),
            GENERATION_TTL_S.into(),
            (&*self.channel).into(),
            KEY_SEPARATOR.to_string().into(),
        ]);
        self.redis.call(&self.invalidate, keys, args).await
    }
}

/// Keys whose invalidation has not reached Redis yet.
#[derive(Debug, Default)]
pub(super) struct Untold(Mutex<HashMap<CacheKey, Wait>>);

/// Since which change, and until when it must be told again and again.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Wait {
    since: u64,
    until: Instant,
}

impl Untold {
    pub(super) fn holds(&self, key: &CacheKey) -> bool {
        self.lock().contains_key(key)
    }

    fn add(&self, keys: &[CacheKey], wait: Wait) {
        let mut untold = self.lock();
        for key in keys {
            let until = untold.get(key).map_or(wait.until, |before| before.until);
            let until = until.max(wait.until);
            untold.insert(key.clone(), Wait { until, ..wait });
        }
    }

    fn all(&self) -> Vec<(CacheKey, Wait)> {
        let untold = self.lock();
        untold
            .iter()
            .map(|(key, wait)| (key.clone(), *wait))
            .collect()
    }

    /// Unless it changed again while Redis was being told.
    fn remove(&self, key: &CacheKey, told: Wait) {
        let mut untold = self.lock();
        if untold.get(key) == Some(&told) {
            untold.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CacheKey, Wait>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
