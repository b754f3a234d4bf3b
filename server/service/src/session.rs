//! Browser sessions in Redis: the records, who they belong to, and what their owners are told of
//! them. What a record holds is the web server's affair.
//!
//! A record's id is the secret of the browser's cookie, so it is told to nobody; owners know their
//! sessions by a [`SessionId`]. Beside each record, in the same slot of a Redis Cluster, is its
//! place: what the owner is told. Each person has an index of secrets, so that listing and ending
//! look at nobody else's.
//!
//! A session has ended when its record is gone, on every replica at once. Nothing that began before
//! brings it back: a save replaces only what is there, and who gives a session a new secret must
//! first take the old one away, and be let by the index.

mod index;
mod of_others;
mod own;
mod place;

pub use index::SessionBinding;
pub use place::SessionPlace;

use crate::{
    adapters::redis::{Redis, RedisError},
    audit::Audit,
    error::Error,
};
use contract::UserId;
use fred::{
    interfaces::KeysInterface,
    types::{Expiration, SetOptions},
};
use sqlx::PgPool;
use std::time::Duration;

/// What the deployment says of sessions.
#[derive(Clone, Copy, Debug)]
pub struct SessionConfig {
    /// `ENABLE_SESSION_TRACKING`: owners may list their sessions and end them. Without it nothing
    /// is kept of browsers and addresses.
    pub tracking: bool,
}

/// The sessions of all browsers.
#[derive(Clone, Debug)]
pub struct SessionService {
    redis: Redis,
    pool: PgPool,
    audit: Audit,
    config: SessionConfig,
}

impl SessionService {
    pub(crate) fn new(redis: Redis, pool: PgPool, audit: Audit, config: SessionConfig) -> Self {
        Self {
            redis,
            pool,
            audit,
            config,
        }
    }

    /// A session's record.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn load(&self, id: &str) -> Result<Option<String>, RedisError> {
        let key = self.record(id);
        self.redis
            .run(|client| async move { client.get(key).await })
            .await
    }

    /// Keeps a new record for `ttl`. Says `false` where there is one of this id already.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn create(
        &self,
        id: &str,
        record: String,
        ttl: Duration,
    ) -> Result<bool, RedisError> {
        self.set(id, record, ttl, SetOptions::NX).await
    }

    /// Replaces a record. One that was ended meanwhile stays ended.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn save(&self, id: &str, record: String, ttl: Duration) -> Result<(), RedisError> {
        self.set(id, record, ttl, SetOptions::XX).await.map(drop)
    }

    async fn set(
        &self,
        id: &str,
        record: String,
        ttl: Duration,
        when: SetOptions,
    ) -> Result<bool, RedisError> {
        let key = self.record(id);
        let expires = Some(Expiration::EX(seconds(ttl)));
        let kept: Option<String> = self
            .redis
            .run(|client| async move { client.set(key, record, expires, Some(when), false).await })
            .await?;
        Ok(kept.is_some())
    }

    /// Ends one session. Says whether it was there: of several who end it at once, one hears so.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn end(&self, id: &str) -> Result<bool, RedisError> {
        let (record, place) = (self.record(id), self.place(id));
        self.redis
            .run(|client| async move {
                let ended: i64 = client.del(record).await?;
                client.del::<(), _>(place).await?;
                Ok(ended > 0)
            })
            .await
    }

    fn record(&self, id: &str) -> String {
        self.redis.key(&format!("session:{id}"))
    }

    /// In the slot of the record, so that a script may look at both.
    fn place(&self, id: &str) -> String {
        format!("{}:place", self.record(id))
    }

    fn of_sid(&self, sid: &str) -> String {
        self.redis.key(&format!("session-of-sid:{sid}"))
    }

    fn of_user(&self, user: UserId) -> String {
        self.redis.key(&format!("sessions-of-user:{user}"))
    }
}

fn seconds(ttl: Duration) -> i64 {
    i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX).max(1)
}

#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn away(error: RedisError) -> Error {
    tracing::warn!(%error, "sessions cannot be read or ended");
    Error::Unavailable("redis")
}

#[cfg(test)]
mod tests;
