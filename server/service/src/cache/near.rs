//! The first cache, in the process: what Redis said, at most a second behind.
//!
//! - It counts only while this process hears of every change: whoever changes the truth has Redis
//!   tell all who listen. When that connection is lost, everything is dropped, and nothing is kept
//!   until it is back.
//! - What is kept bears what was known when its reading began. A change that is heard of during
//!   the reading makes it worthless, whichever comes first.
//! - What was read within the last second counts. So does what is older, while it is certain that everything was heard
//!   that was said until a second ago: Redis answers on the connection that listens, behind all that it had to say
//!   there. The nodes of a Redis Cluster tell each other of what is said, in no order with such an answer: there nothing
//!   that is older counts. A primary that is one no more, or a proxy that answers by itself, may answer without having
//!   said all: then what is kept is five seconds old at most.

use super::{CacheKey, change::KEY_SEPARATOR};
use crate::adapters::redis::{Ear, Redis, RedisError};
use fred::types::Message;
use quick_cache::{DefaultHashBuilder, sync};
use std::{
    any::Any,
    hash::BuildHasher,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::time::MissedTickBehavior;

/// How far behind the truth an entry may be.
pub(super) const BEHIND: Duration = Duration::from_secs(1);
/// After this an entry is read again, whatever was heard.
pub(super) const LIFE: Duration = Duration::from_secs(5);
/// Entries that are kept: a few kilobytes each.
const MAX_ENTRIES: usize = 8_192;
/// Counts of changes, eight octets each: one in so many changes drops an entry of somebody else.
const SLOTS: usize = 65_536;
/// How often the connection is tried, and how long its answer may take.
const PULSE: Duration = Duration::from_millis(400);

/// What the process keeps, and what it has heard.
#[derive(Debug)]
pub(super) struct Near {
    entries: sync::Cache<CacheKey, Entry>,
    hasher: DefaultHashBuilder,
    /// Changes heard of, by the hash of their names.
    changes: Box<[AtomicU64]>,
    /// Moves when the connection comes and when it goes.
    line: AtomicU64,
    hears: AtomicBool,
    started: Instant,
    /// Microseconds after `started` until which everything was heard.
    heard_until: AtomicU64,
}

#[derive(Clone, Debug)]
struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    seen: Seen,
    life: Duration,
}

/// What was known of a key at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    line: u64,
    pub(super) changes: u64,
    pub(super) at: Instant,
}

impl Default for Near {
    fn default() -> Self {
        Self {
            entries: sync::Cache::new(MAX_ENTRIES),
            hasher: DefaultHashBuilder::default(),
            changes: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            line: AtomicU64::new(0),
            hears: AtomicBool::new(false),
            started: Instant::now(),
            heard_until: AtomicU64::new(0),
        }
    }
}

impl Near {
    /// What is known of a key now; `None` while nothing may be kept.
    pub(super) fn look(&self, key: &CacheKey) -> Option<Seen> {
        self.hears.load(Ordering::SeqCst).then(|| Seen {
            line: self.line.load(Ordering::SeqCst),
            changes: self.count_of(&key.name).load(Ordering::SeqCst),
            at: Instant::now(),
        })
    }

    /// What is kept of a key, if nothing has changed since it was read.
    pub(super) fn find<T: Send + Sync + 'static>(
        &self,
        key: &CacheKey,
        now: Seen,
    ) -> Option<Arc<T>> {
        let Entry { value, seen, life } = self.entries.get(key)?;
        let age = now.at.duration_since(seen.at);
        let holds = seen.line == now.line
            && seen.changes == now.changes
            && (age < BEHIND || (age < life && self.has_heard(now.at)));
        if holds { value.downcast().ok() } else { None }
    }

    /// Whether everything was heard until shortly before.
    fn has_heard(&self, now: Instant) -> bool {
        let until = self.heard_until.load(Ordering::SeqCst);
        now.duration_since(self.started) < Duration::from_micros(until) + BEHIND && until > 0
    }

    pub(super) fn set_heard(&self, until: Instant) {
        let until = until.duration_since(self.started).as_micros();
        let until = u64::try_from(until).unwrap_or_default();
        self.heard_until.store(until, Ordering::SeqCst);
    }

    /// Keeps what was read since `seen`, and may be kept for so long.
    pub(super) fn keep<T: Send + Sync + 'static>(
        &self,
        key: CacheKey,
        seen: Seen,
        value: Arc<T>,
        ttl: Duration,
    ) {
        let life = LIFE.min(ttl);
        self.entries.insert(key, Entry { value, seen, life });
    }

    /// The truth of this name has changed.
    pub(super) fn forget(&self, name: &str) {
        self.count_of(name).fetch_add(1, Ordering::SeqCst);
    }

    fn count_of(&self, name: &str) -> &AtomicU64 {
        let hash = self.hasher.hash_one(name);
        let slot = usize::try_from(hash % SLOTS as u64).unwrap_or_default();
        &self.changes[slot]
    }

    pub(super) fn set_hearing(&self, hears: bool) {
        self.hears.store(hears, Ordering::SeqCst);
        self.heard_until.store(0, Ordering::SeqCst);
        self.line.fetch_add(1, Ordering::SeqCst);
        self.entries.clear();
    }

    /// Listens until the connection is lost, and says how.
    pub(super) async fn hear(&self, redis: &Redis, channel: &str) -> RedisError {
        match redis.ear(channel).await {
            Ok(mut ear) => {
                let _hearing = Hearing::begin(self);
                self.listen(redis, &mut ear).await
            }
            Err(error) => error,
        }
    }

    fn hear_of(&self, redis: &Redis, word: &Message) {
        let keys = word.value.as_str();
        let keys = keys.iter().flat_map(|keys| keys.split(KEY_SEPARATOR));
        // What is no key of ours is somebody's who speaks on our channel: nothing of ours changed.
        for name in keys.filter_map(|key| redis.name_of(key)) {
            self.forget(name);
        }
    }

    async fn listen(&self, redis: &Redis, ear: &mut Ear) -> RedisError {
        let mut pulse = tokio::time::interval(PULSE);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let well = tokio::select! {
                word = ear.next() => word.map(|word| self.hear_of(redis, &word)),
                _ = pulse.tick() => {
                    self.entries.retain(|_, entry| entry.seen.at.elapsed() < LIFE);
                    self.catch_up(redis, ear).await
                }
            };
            if let Err(error) = well {
                return error;
            }
        }
    }

    /// Hears all that was said until now.
    async fn catch_up(&self, redis: &Redis, ear: &mut Ear) -> Result<(), RedisError> {
        let now = Instant::now();
        ear.ping(PULSE).await?;
        while let Some(word) = ear.next_said()? {
            self.hear_of(redis, &word);
        }
        if !redis.is_cluster() {
            self.set_heard(now);
        }
        Ok(())
    }
}

/// A process that hears; however it ends, nothing that was kept counts any more.
struct Hearing<'a>(&'a Near);

impl<'a> Hearing<'a> {
    fn begin(near: &'a Near) -> Self {
        near.set_hearing(true);
        Self(near)
    }
}

impl Drop for Hearing<'_> {
    fn drop(&mut self) {
        self.0.set_hearing(false);
    }
}
