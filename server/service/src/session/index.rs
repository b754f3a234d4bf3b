//! Who sessions belong to, and ending them by that.

use super::{SessionPlace, SessionService, seconds};
use crate::adapters::redis::RedisError;
use contract::{SessionId, UserId};
use fred::{
    error::{Error as FredError, ErrorKind},
    interfaces::{KeysInterface, LuaInterface, SortedSetsInterface},
    types::{Expiration, SetOptions},
};
use std::time::Duration;

/// Keeps a place beside its record, or removes it where there is nothing to keep; nothing without
/// the record.
const KEEP_PLACE: &str = "if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end \
    if ARGV[1] == '' then redis.call('DEL', KEYS[2]) \
    else redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2]) end return 1";

/// Forgets where a name leads, unless it leads elsewhere by now.
const FORGET_NAME: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then \
    return redis.call('DEL', KEYS[1]) end return 0";

/// Whose a session is, what they are told of it, and for how long.
#[derive(Clone, Debug)]
pub struct SessionBinding {
    /// The person.
    pub user_id: UserId,
    /// The session at the auth-service (`sid`), where it told one.
    pub sid: Option<String>,
    /// What the person is told.
    pub place: SessionPlace,
    /// From now on.
    pub ttl: Duration,
    /// When `ttl` is over, in seconds since 1970.
    pub expires_at: i64,
}

impl SessionService {
    /// Remembers whose a session is, for as long as it lives: bind it again when its end moves.
    /// Says `false` where it has ended; nothing is remembered then.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn bind(&self, id: &str, binding: &SessionBinding) -> Result<bool, RedisError> {
        if !self.keep_place(id, binding).await? {
            return Ok(false);
        }
        self.name(id, binding, None).await?;
        self.enter(id, binding).await?;
        Ok(true)
    }

    /// Binds a session that has got the secret `new` for `old`, whose record its caller has ended.
    /// Says `false` where somebody ended the session meanwhile, who knew the old secret alone: then
    /// the new one has ended too.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn hand_over(
        &self,
        old: &str,
        new: &str,
        binding: &SessionBinding,
    ) -> Result<bool, RedisError> {
        // From here on whoever ends the person's sessions finds the new secret; whoever looked
        // before has taken the old one, or its name, out of the index.
        let lives = self.keep_place(new, binding).await? && {
            self.enter(new, binding).await?;
            self.leave(binding.user_id, old).await?
                && self.name(new, binding, Some(SetOptions::XX)).await?
        };
        if !lives {
            self.end(new).await?;
        }
        Ok(lives)
    }

    /// Ends the session that began at the auth-service as `sid`.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn end_by_sid(&self, sid: &str) -> Result<(), RedisError> {
        // Again where the session got a new secret meanwhile.
        while let Some(id) = self.id_of_sid(sid).await? {
            self.end(&id).await?;
            let name = self.of_sid(sid);
            let forgotten: i64 = self
                .redis
                .run(|client| async move { client.eval(FORGET_NAME, name, id).await })
                .await?;
            if forgotten > 0 {
                break;
            }
        }
        Ok(())
    }

    /// Ends all sessions of a person, but the one that began as `except_sid`. Gives their number.
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
        let mut ended = Vec::new();
        self.end_each(user, keep.as_deref(), &mut ended).await?;
        Ok(ended.len())
    }

    /// Ends all sessions of a person but one, and tells of each, until there are no others. One
    /// that its owner was never told of has no name.
    pub(super) async fn end_each(
        &self,
        user: UserId,
        keep: Option<&str>,
        ended: &mut Vec<Option<SessionId>>,
    ) -> Result<(), RedisError> {
        loop {
            let mut ids = self.ids_of(user).await?;
            ids.retain(|id| Some(id.as_str()) != keep);
            if ids.is_empty() {
                return Ok(());
            }
            for id in ids {
                let place = self.place_of(&id).await?;
                if self.end_of(user, &id).await? {
                    ended.push(place.map(|place| place.id));
                }
            }
        }
    }

    /// Ends a person's session. Says whether it was there.
    pub(super) async fn end_of(&self, user: UserId, id: &str) -> Result<bool, RedisError> {
        let ended = self.end(id).await?;
        self.leave(user, id).await?;
        Ok(ended)
    }

    /// The secrets of a person's sessions, of ended ones too.
    pub(super) async fn ids_of(&self, user: UserId) -> Result<Vec<String>, RedisError> {
        let index = self.of_user(user);
        self.redis
            .run(
                |client| async move { client.zrange(index, 0, -1, None, false, None, false).await },
            )
            .await
    }

    /// The place of a session that lives, where its owner may be told of it.
    pub(super) async fn place_of(&self, id: &str) -> Result<Option<SessionPlace>, RedisError> {
        let (record, place) = (self.record(id), self.place(id));
        let found = self
            .redis
            .run(|client| async move {
                let (lives, place): (bool, Option<String>) =
                    tokio::try_join!(client.exists(record), client.get(place))?;
                Ok(place.filter(|_| lives))
            })
            .await?;
        // One that an older version wrote is written anew when the session is next kept alive.
        Ok(found.and_then(|json| serde_json::from_str(&json).ok()))
    }

    async fn keep_place(&self, id: &str, binding: &SessionBinding) -> Result<bool, RedisError> {
        let keys = vec![self.record(id), self.place(id)];
        let place = self.config.tracking.then_some(&binding.place);
        let json = place.map(serde_json::to_string).transpose();
        let json = json.map_err(|e| FredError::new(ErrorKind::Parse, e.to_string()))?;
        let args = vec![json.unwrap_or_default(), seconds(binding.ttl).to_string()];
        let kept: i64 = self
            .redis
            .run(|client| async move { client.eval(KEEP_PLACE, keys, args).await })
            .await?;
        Ok(kept > 0)
    }

    /// Lets the session's name at the auth-service lead to it. Says whether it does.
    async fn name(
        &self,
        id: &str,
        binding: &SessionBinding,
        when: Option<SetOptions>,
    ) -> Result<bool, RedisError> {
        let Some(sid) = &binding.sid else {
            return Ok(true);
        };
        let (key, id) = (self.of_sid(sid), id.to_owned());
        let expires = Some(Expiration::EX(seconds(binding.ttl)));
        let set: Option<String> = self
            .redis
            .run(|client| async move { client.set(key, id, expires, when, false).await })
            .await?;
        Ok(set.is_some())
    }

    /// Enters a session in its owner's index.
    async fn enter(&self, id: &str, binding: &SessionBinding) -> Result<(), RedisError> {
        let (index, id) = (self.of_user(binding.user_id), id.to_owned());
        let (expires_at, ttl) = (binding.expires_at, seconds(binding.ttl));
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds since 1970 fit a double for ages"
        )]
        let (score, now) = (expires_at as f64, (expires_at - ttl) as f64);
        self.redis
            .run(|client| async move {
                client
                    .zadd::<(), _, _>(&index, None, None, false, false, (score, id))
                    .await?;
                // Those whose time is over are gone without a word.
                client
                    .zremrangebyscore::<(), _, _, _>(&index, f64::NEG_INFINITY, now)
                    .await?;
                client.expire::<(), _>(&index, ttl, None).await
            })
            .await
    }

    /// Takes a session out of its owner's index. Says whether it was in it.
    async fn leave(&self, user: UserId, id: &str) -> Result<bool, RedisError> {
        let (index, id) = (self.of_user(user), id.to_owned());
        let left: i64 = self
            .redis
            .run(|client| async move { client.zrem(index, id).await })
            .await?;
        Ok(left > 0)
    }

    async fn id_of_sid(&self, sid: &str) -> Result<Option<String>, RedisError> {
        let key = self.of_sid(sid);
        self.redis
            .run(|client| async move { client.get(key).await })
            .await
    }
}
