//! Browser sessions in Redis: the records, and who they belong to, so that they can be ended by
//! the auth-service's word. What a record holds is the web server's affair.

use crate::adapters::redis::{Redis, RedisError};
use contract::UserId;
use fred::{
    interfaces::{KeysInterface, SortedSetsInterface},
    types::{Expiration, SetOptions},
};
use std::time::Duration;

/// Whose a session is.
#[derive(Clone, Debug)]
pub struct SessionOwner {
    /// The person.
    pub user_id: UserId,
    /// The session at the auth-service (`sid`), where it told one.
    pub sid: Option<String>,
}

/// The sessions of all browsers.
#[derive(Clone, Debug)]
pub struct SessionService {
    redis: Redis,
}

impl SessionService {
    pub(crate) fn new(redis: Redis) -> Self {
        Self { redis }
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

    /// Remembers whose a session is, for as long as it lives: bind it again when its end moves.
    /// `expires_at` is in seconds since 1970.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn bind(
        &self,
        id: &str,
        owner: &SessionOwner,
        ttl: Duration,
        expires_at: i64,
    ) -> Result<(), RedisError> {
        let (of_user, id) = (self.of_user(owner.user_id), id.to_owned());
        let of_sid = owner.sid.as_deref().map(|sid| self.of_sid(sid));
        let expires = seconds(ttl);
        self.redis
            .run(|client| async move {
                if let Some(key) = of_sid {
                    client
                        .set::<(), _, _>(key, &id, Some(Expiration::EX(expires)), None, false)
                        .await?;
                }
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "seconds since 1970 fit a double for ages"
                )]
                let (score, now) = (expires_at as f64, (expires_at - expires) as f64);
                client
                    .zadd::<(), _, _>(&of_user, None, None, false, false, (score, id))
                    .await?;
                // Those whose time is over are gone without a word.
                client
                    .zremrangebyscore::<(), _, _, _>(&of_user, f64::NEG_INFINITY, now)
                    .await?;
                client.expire::<(), _>(&of_user, expires, None).await
            })
            .await
    }

    /// Ends one session.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn end(&self, id: &str) -> Result<(), RedisError> {
        let key = self.record(id);
        self.redis
            .run(|client| async move { client.del::<(), _>(key).await })
            .await
    }

    /// Ends the session that began at the auth-service as `sid`.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn end_by_sid(&self, sid: &str) -> Result<(), RedisError> {
        match self.id_of_sid(sid).await? {
            Some(id) => self.end(&id).await,
            None => Ok(()),
        }
    }

    /// Ends all sessions of a person, but the one that began as `except_sid`.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn end_all(
        &self,
        user: UserId,
        except_sid: Option<&str>,
    ) -> Result<usize, RedisError> {
        let keep = match except_sid {
            Some(sid) => self.id_of_sid(sid).await?,
            None => None,
        };
        let of_user = self.of_user(user);
        let ids: Vec<String> = self
            .redis
            .run(|client| async move {
                client
                    .zrange(of_user, 0, -1, None, false, None, false)
                    .await
            })
            .await?;
        let mut ended = 0;
        for id in ids.into_iter().filter(|id| Some(id) != keep.as_ref()) {
            self.end(&id).await?;
            let (of_user, id) = (self.of_user(user), id);
            self.redis
                .run(|client| async move { client.zrem::<(), _, _>(of_user, id).await })
                .await?;
            ended += 1;
        }
        Ok(ended)
    }

    async fn id_of_sid(&self, sid: &str) -> Result<Option<String>, RedisError> {
        let key = self.of_sid(sid);
        self.redis
            .run(|client| async move { client.get(key).await })
            .await
    }

    fn record(&self, id: &str) -> String {
        self.redis.key(&format!("session:{id}"))
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

#[cfg(test)]
mod tests;
