//! tower-sessions' records in our Redis.
//!
//! Our own store rather than the library's, because sessions share one Redis with the cache: keys
//! need a prefix (a Redis Cluster has one database), and a session that was ended from elsewhere
//! must not come back when a request that began before saves it.

use service::session::SessionService;
use std::time::Duration;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Keeps the records of browser sessions.
#[derive(Clone, Debug)]
pub struct RedisSessionStore(pub SessionService);

#[async_trait::async_trait]
impl SessionStore for RedisSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // Ids are random: a second try is for show, an endless one for the wicked.
        for _ in 0..3 {
            let (id, json, ttl) = (record.id.to_string(), encode(record)?, time_left(record));
            if self.0.create(&id, json, ttl).await.map_err(away)? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id".into()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.0
            .save(&record.id.to_string(), encode(record)?, time_left(record))
            .await
            .map_err(away)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let json = self.0.load(&id.to_string()).await.map_err(away)?;
        json.map(|json| serde_json::from_str(&json).map_err(|e| Error::Decode(e.to_string())))
            .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.end(&id.to_string()).await.map(drop).map_err(away)
    }
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(record).map_err(|e| Error::Encode(e.to_string()))
}

/// By the clock that tower-sessions sets the end of a record by.
fn time_left(record: &Record) -> Duration {
    (record.expiry_date - OffsetDateTime::now_utc())
        .try_into()
        .unwrap_or_default()
}

#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn away(error: service::adapters::redis::RedisError) -> Error {
    Error::Backend(error.to_string())
}
