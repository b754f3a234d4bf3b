//! One Redis client for cache and sessions. It reconnects by itself; while Redis is away every
//! call fails at once, so that callers can go on without it.

mod ear;
mod script;

pub use ear::Ear;
pub use script::Script;

use fred::{
    clients::Client,
    interfaces::ClientLike,
    types::{
        Builder,
        config::{Config, PerformanceConfig, ReconnectPolicy},
    },
};
use secrecy::{ExposeSecret, SecretString};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How to reach Redis.
#[derive(Clone, Debug)]
pub struct RedisConfig {
    /// `redis://…`, `rediss://…` or `redis-cluster://…`
    pub url: SecretString,
    /// Put before every key.
    pub key_prefix: String,
}

/// The cache's patience: longer than any healthy answer; afterwards Postgres is quicker.
const SHORT: Duration = Duration::from_millis(250);
/// The patience of who cannot do without: a session that cannot be read signs somebody out.
const LONG: Duration = Duration::from_secs(2);
/// After a failure nobody asks again for this long, or for as long as they waited in vain.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(500);

/// Redis did not answer; the caller goes on without it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("redis: {0}")]
pub struct RedisError(String);

impl RedisError {
    /// What was there is gone.
    pub(crate) fn lost(how: &str) -> Self {
        Self(how.to_owned())
    }
}

impl From<fred::error::Error> for RedisError {
    fn from(error: fred::error::Error) -> Self {
        Self(error.to_string())
    }
}

/// The client and the prefix of its keys.
#[derive(Clone, Debug)]
pub struct Redis {
    client: Client,
    prefix: Arc<str>,
    patience: Duration,
    started: Instant,
    /// Milliseconds after `started` until which Redis is taken to be away.
    away_until: Arc<AtomicU64>,
}

impl Redis {
    /// Makes the client and lets it connect in the background, now or whenever Redis comes.
    ///
    /// # Errors
    /// The address cannot be read.
    pub fn connect(config: &RedisConfig) -> Result<Self, RedisError> {
        let mut builder = Builder::from_config(Config::from_url(config.url.expose_secret())?);
        builder
            .with_config(|config| config.fail_fast = false)
            .with_connection_config(|connection| {
                connection.max_command_attempts = 1;
                connection.connection_timeout = Duration::from_secs(2);
                connection.unresponsive.max_timeout = Some(Duration::from_secs(2));
                connection.unresponsive.interval = Duration::from_millis(500);
            })
            .with_performance_config(|performance: &mut PerformanceConfig| {
                performance.default_command_timeout = LONG;
            })
            .set_policy(ReconnectPolicy::new_exponential(0, 50, 1_000, 2));
        let client = builder.build()?;
        // The handle ends with the client; there is nothing to await.
        drop(client.connect());
        Ok(Self {
            client,
            prefix: config.key_prefix.as_str().into(),
            patience: SHORT,
            started: Instant::now(),
            away_until: Arc::default(),
        })
    }

    /// The same Redis for those who cannot do without it: they wait longer for a connection and for
    /// an answer, and do not mind what the impatient have found.
    #[must_use]
    pub fn patient(&self) -> Self {
        Self {
            patience: LONG,
            away_until: Arc::default(),
            ..self.clone()
        }
    }

    /// The key as Redis knows it. The braces make everything of one thing live in one slot of a
    /// Redis Cluster.
    pub fn key(&self, name: &str) -> String {
        format!("{}{{{name}}}", self.prefix)
    }

    /// The name of a key that `key` has made.
    pub fn name_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        key.strip_prefix(&*self.prefix)?
            .strip_prefix('{')?
            .strip_suffix('}')
    }

    /// Whether keys live on several servers, so that one script may not reach them all.
    pub fn is_cluster(&self) -> bool {
        self.client.is_clustered()
    }

    /// Runs commands, unless Redis is known to be away; remembers when they fail.
    ///
    /// # Errors
    /// Redis is away or did not answer in time.
    pub async fn run<T, F>(&self, commands: impl FnOnce(Client) -> F) -> Result<T, RedisError>
    where
        F: Future<Output = Result<T, fred::error::Error>>,
    {
        if self.elapsed_ms() < self.away_until.load(Ordering::Relaxed) {
            return Err(RedisError("away a moment ago".into()));
        }
        if !self.client.is_connected() && self.patience <= SHORT {
            return Err(RedisError("not connected".into()));
        }
        let answered = tokio::time::timeout(self.patience, async {
            self.client.wait_for_connect().await?;
            commands(self.client.clone()).await
        });
        let error = match answered.await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => error.into(),
            Err(_) => RedisError("no answer in time".into()),
        };
        let pause = PAUSE_AFTER_FAILURE.max(self.patience).as_millis();
        let pause = u64::try_from(pause).unwrap_or(u64::MAX);
        self.away_until
            .store(self.elapsed_ms().saturating_add(pause), Ordering::Relaxed);
        Err(error)
    }

    /// Whether Redis answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), RedisError> {
        self.run(|client| async move { client.ping::<()>(None).await })
            .await
    }

    /// Waits for the first connection.
    ///
    /// # Errors
    /// None came in time.
    pub async fn wait_for_connect(&self, patience: Duration) -> Result<(), RedisError> {
        tokio::time::timeout(patience, self.client.wait_for_connect())
            .await
            .map_err(|_| RedisError("no connection in time".into()))?
            .map_err(Into::into)
    }

    /// Closes the connection.
    pub async fn close(&self) {
        if let Err(error) = self.client.quit().await {
            tracing::debug!(%error, "redis connection was closed already");
        }
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
