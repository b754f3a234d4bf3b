//! The cache before Postgres: what is read often, for as long as the specification says.
//!
//! Four promises:
//! - A write is visible to its writer at once. Every key has a generation beside it; whoever
//!   changes the truth gives it a new one after the commit, and a reader may fill the cache only
//!   under the generation that it saw before it asked Postgres. A slow reader's fill is refused.
//! - A stampede asks Postgres once a process: readers of one key and generation share one load.
//! - What is asked for all the time may be had from the process itself (`get_near`), a second behind at
//!   most, and not by who has just changed something elsewhere.
//! - Redis away means slower, not broken. An invalidation that could not be told is remembered
//!   and told later; until then this process does not believe what Redis says of that key.

mod change;
mod key;
mod near;

pub use change::Change;
pub use key::CacheKey;

use crate::{
    adapters::redis::{Redis, Script},
    error::{Error, Result},
};
use change::{INVALIDATE, Untold};
use fred::{interfaces::KeysInterface, types::Value};
use metrics::Counter;
use near::Near;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio_util::sync::CancellationToken;

/// Loads that may run at once before the oldest is forgotten; forgetting costs a second load.
const MAX_FLIGHTS: u64 = 100_000;
/// A reader that looked before the fill may come to the load after it: so long it still gets what
/// was loaded, which is as new as what it would find under the generation that it saw. Shorter
/// than any time to live.
const LINGER: Duration = Duration::from_millis(500);

/// The channel of changes, behind the prefix.
const CHANNEL: &str = "cache:changes";

/// How long listening pauses after it failed.
const HEAR_AGAIN: Duration = Duration::from_millis(250);

/// Shorter than a generation lives: what was kept under one that is forgotten since would count again.
const PART_TTL_MAX: Duration = Duration::from_mins(5);

const FILL: &str = "if (redis.call('GET', KEYS[2]) or '') == ARGV[1] then \
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) return 1 end return 0";

/// How close to the truth a reader must be, of what a process keeps and of a replica of Postgres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// What was true within the last second will do.
    Near,
    /// What this process has changed, and otherwise what was true within the last second: for who has just changed
    /// something here alone.
    Here,
    /// What every process has committed and told: for who has just changed something, maybe elsewhere.
    #[default]
    Far,
}

/// A load that readers share: its key and what the cache looked like when it began.
type Flight = (CacheKey, String);
type Shared = Option<Arc<str>>;

/// The cache.
#[derive(Clone, Debug)]
pub struct Cache {
    redis: Redis,
    flights: moka::future::Cache<Flight, Shared>,
    untold: Arc<Untold>,
    near: Arc<Near>,
    /// Where changes are told to who listens.
    channel: Arc<str>,
    fill: Arc<Script>,
    invalidate: Arc<Script>,
    /// Moves with every invalidation here; stands in for the generation while Redis is away.
    local: Arc<AtomicU64>,
}

/// What Redis said of a key.
enum Look {
    Hit { text: String, generation: String },
    Miss { generation: String },
    Bypass,
}

impl Cache {
    /// A cache in this Redis.
    pub fn new(redis: Redis) -> Self {
        let flights = moka::future::Cache::builder()
            .max_capacity(MAX_FLIGHTS)
            .time_to_live(LINGER)
            .build();
        Self {
            channel: redis.key(CHANNEL).into(),
            redis,
            flights,
            untold: Arc::default(),
            near: Arc::default(),
            fill: Arc::new(Script::new(FILL)),
            invalidate: Arc::new(Script::new(INVALIDATE)),
            local: Arc::default(),
        }
    }

    /// What the cache holds, else what `load` gives; `None` is not kept.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn get_or_load<T, F>(
        &self,
        key: &CacheKey,
        ttl: Duration,
        load: impl FnOnce() -> F + Send,
    ) -> Result<Option<T>>
    where
        T: Serialize + DeserializeOwned + Send + Sync,
        F: Future<Output = Result<Option<T>>> + Send,
    {
        // On the heap: what may load is large, and whoever asks is moved from hand to hand.
        Box::pin(self.get_or_load_here(key, ttl, load)).await
    }

    async fn get_or_load_here<T, F>(
        &self,
        key: &CacheKey,
        ttl: Duration,
        load: impl FnOnce() -> F + Send,
    ) -> Result<Option<T>>
    where
        T: Serialize + DeserializeOwned + Send + Sync,
        F: Future<Output = Result<Option<T>>> + Send,
    {
        let ttl = if key.part.is_empty() {
            ttl
        } else {
            ttl.min(PART_TTL_MAX)
        };
        let generation = match self.look(key).await {
            Look::Hit { text, generation } => {
                if let Ok(value) = serde_json::from_str(&text) {
                    count(key, "hit");
                    return Ok(Some(value));
                }
                // Written by another version of the product: as good as nothing.
                Some(generation)
            }
            Look::Miss { generation } => Some(generation),
            Look::Bypass => None,
        };
        count(
            key,
            if generation.is_some() {
                "miss"
            } else {
                "bypass"
            },
        );
        let since = match &generation {
            Some(generation) => format!("r{generation}"),
            None => format!("l{}", self.local.load(Ordering::SeqCst)),
        };
        let lingers = generation.is_some();
        // On the heap once more: it is moved on its way to where it runs.
        let load = Box::pin(load());
        let flight = (key.clone(), since);
        let shared = self
            .flights
            .try_get_with(flight.clone(), async {
                let Some(value) = load.await? else {
                    return Ok(None);
                };
                let text: Arc<str> = serde_json::to_string(&value)
                    .map_err(Error::internal)?
                    .into();
                if let Some(generation) = generation {
                    self.fill(key, &generation, &text, ttl).await;
                }
                Ok(Some(text))
            })
            .await
            .map_err(|error: Arc<Error>| Error::clone(&error));
        if !lingers || !matches!(shared, Ok(Some(_))) {
            self.flights.invalidate(&flight).await;
        }
        shared?
            .map(|text| serde_json::from_str(&text).map_err(Error::internal))
            .transpose()
    }

    /// The same from the process itself, if it has not changed since it was read, and this process would have heard of it
    /// within a second.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn get_near<T, F>(
        &self,
        sight: Sight,
        key: &CacheKey,
        ttl: Duration,
        load: impl FnOnce() -> F + Send,
    ) -> Result<Option<Arc<T>>>
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        F: Future<Output = Result<Option<T>>> + Send,
    {
        let seen = self.near.look(key).filter(|_| !self.untold.holds(key));
        if let (Sight::Near | Sight::Here, Some(seen)) = (sight, seen)
            && let Some(value) = self.near.find(key, seen)
        {
            count(key, "near");
            return Ok(Some(value));
        }
        let Some(value) = self.get_or_load(key, ttl, load).await?.map(Arc::new) else {
            return Ok(None);
        };
        if let Some(seen) = seen {
            self.near.keep(key.clone(), seen, value.clone(), ttl);
        }
        Ok(Some(value))
    }

    /// Hears of changes until asked to stop: without, nothing is kept in the process.
    pub async fn hear(&self, stop: &CancellationToken) {
        let hearing = async {
            loop {
                let lost = self.near.hear(&self.redis, &self.channel).await;
                tracing::info!(%lost, "changes of the cache are not heard, the process keeps nothing");
                tokio::time::sleep(HEAR_AGAIN).await;
            }
        };
        stop.run_until_cancelled(hearing).await;
    }

    async fn look(&self, key: &CacheKey) -> Look {
        if self.untold.holds(key) {
            return Look::Bypass;
        }
        let keys = self.names(key);
        let read = self.redis.run(|client| async move {
            client
                .mget::<(Option<String>, Option<String>), _>(keys)
                .await
        });
        match read.await {
            Ok((text, generation)) => {
                let generation = generation.unwrap_or_default();
                match text.and_then(|text| key.kept(text, &generation)) {
                    Some(text) => Look::Hit { text, generation },
                    None => Look::Miss { generation },
                }
            }
            Err(error) => {
                tracing::debug!(%error, cache = key.kind, "cache read went to the database");
                Look::Bypass
            }
        }
    }

    async fn fill(&self, key: &CacheKey, generation: &str, text: &str, ttl: Duration) {
        let keys = self.names(key);
        let seconds = i64::try_from(ttl.as_secs().max(1)).unwrap_or(i64::MAX);
        let text = key.keep(text, generation);
        let args = Value::Array(vec![generation.into(), text.into(), seconds.into()]);
        let filled = self.redis.call::<i64>(&self.fill, keys, args);
        match filled.await {
            Ok(1) => {}
            Ok(_) => {
                metrics::counter!("user_service_cache_fills_refused_total", "cache" => key.kind)
                    .increment(1);
            }
            Err(error) => {
                tracing::debug!(%error, cache = key.kind, "cache was not filled");
                metrics::counter!("user_service_cache_failures_total", "operation" => "fill")
                    .increment(1);
            }
        }
    }

    fn names(&self, key: &CacheKey) -> Vec<String> {
        let whole = self.redis.key(&key.name);
        let generation = format!("{whole}:generation");
        let value = if key.part.is_empty() {
            whole
        } else {
            format!("{whole}:{}", key.part)
        };
        vec![value, generation]
    }
}

thread_local! {
    /// Looked up by name once a thread: few, and a lookup costs as much as a read of what is near.
    static READS: RefCell<Vec<((&'static str, &'static str), Counter)>> = const { RefCell::new(Vec::new()) };
}

fn count(key: &CacheKey, result: &'static str) {
    READS.with_borrow_mut(|reads| {
        let which = (key.kind, result);
        if let Some((_, counter)) = reads.iter().find(|(one, _)| *one == which) {
            return counter.increment(1);
        }
        let counter = metrics::counter!("user_service_cache_reads_total", "cache" => key.kind, "result" => result);
        counter.increment(1);
        reads.push((which, counter));
    });
}

#[cfg(test)]
mod tests;
