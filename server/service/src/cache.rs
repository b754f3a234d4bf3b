//! The cache before Postgres: what is read often, for as long as the specification says.
//!
//! Three promises:
//! - A write is visible to its writer at once. Every key has a generation beside it; whoever
//!   changes the truth gives it a new one after the commit, and a reader may fill the cache only
//!   under the generation that it saw before it asked Postgres. A slow reader's fill is refused.
//! - A stampede asks Postgres once a process: readers of one key and generation share one load.
//! - Redis away means slower, not broken. An invalidation that could not be told is remembered
//!   and told later; until then this process does not believe what Redis says of that key.

mod change;

pub use change::Change;

use crate::{
    adapters::redis::Redis,
    error::{Error, Result},
};
use change::Untold;
use fred::interfaces::{KeysInterface, LuaInterface};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Loads that may run at once before the oldest is forgotten; forgetting costs a second load.
const MAX_FLIGHTS: u64 = 100_000;
/// A reader that looked before the fill may come to the load after it: so long it still gets what
/// was loaded, which is as new as what it would find under the generation that it saw. Shorter
/// than any time to live.
const LINGER: Duration = Duration::from_millis(500);

const FILL: &str = "if (redis.call('GET', KEYS[2]) or '') == ARGV[1] then \
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) return 1 end return 0";

/// A thing in the cache: which kind (the metric's label) and which one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey {
    kind: &'static str,
    name: String,
}

impl CacheKey {
    /// `kind` is one of few, `id` one of many.
    pub fn new(kind: &'static str, id: impl std::fmt::Display) -> Self {
        Self {
            kind,
            name: format!("user:{kind}:{id}"),
        }
    }
}

/// A load that readers share: its key and what the cache looked like when it began.
type Flight = (String, String);
type Shared = Option<Arc<str>>;

/// The cache.
#[derive(Clone, Debug)]
pub struct Cache {
    redis: Redis,
    flights: moka::future::Cache<Flight, Shared>,
    untold: Arc<Untold>,
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
            redis,
            flights,
            untold: Arc::default(),
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
        load: F,
    ) -> Result<Option<T>>
    where
        T: Serialize + DeserializeOwned + Send + Sync,
        F: Future<Output = Result<Option<T>>> + Send,
    {
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
        // On the heap: a load is large, and is moved from hand to hand on its way to where it runs.
        let load = Box::pin(load);
        let flight = (key.name.clone(), since);
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
                match text {
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
        let args = vec![
            generation.to_owned(),
            text.to_owned(),
            ttl.as_secs().max(1).to_string(),
        ];
        let filled = self
            .redis
            .run(|client| async move { client.eval::<i64, _, _, _>(FILL, keys, args).await });
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
        let value = self.redis.key(&key.name);
        let generation = format!("{value}:generation");
        vec![value, generation]
    }
}

fn count(key: &CacheKey, result: &'static str) {
    metrics::counter!("user_service_cache_reads_total", "cache" => key.kind, "result" => result)
        .increment(1);
}

#[cfg(test)]
mod tests;
