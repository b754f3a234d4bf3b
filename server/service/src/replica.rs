//! A replica of Postgres beside the primary, where there is one: for what admins read in bulk, and may be
//! a second old.
//!
//! - How late it is is measured, not assumed ([`Watch`]): it is read from only while it is known to show
//!   everything that was committed up to a second ago. One that lags, hangs, is away or was promoted is not
//!   read from, after a second at most.
//! - Whoever has just changed something reads the primary (not `Sight::Near`), and so sees their own change.
//! - What the replica cannot answer is asked of the primary, once: the caller hears nothing of it.
//!
//! Nothing that decides who may do or see what is read here, nor anything that is kept in the shared cache
//! or written back.

mod store;
mod watch;

pub use watch::Watch;

use crate::{
    cache::Sight,
    error::{Error, Result},
};
use sqlx::PgPool;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How far behind the primary a reading may be.
const BEHIND_MAX: Duration = Duration::from_secs(1);
/// How long a reading waits for the replica before it asks the primary: longer than one should take, and
/// shorter than the pool waits for a connection.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where Postgres is read from.
#[derive(Clone, Debug)]
pub struct Readers {
    primary: PgPool,
    replica: Option<Arc<Replica>>,
}

/// A replica, and what is known of it.
#[derive(Debug)]
struct Replica {
    pool: PgPool,
    /// What moments are counted from.
    started: Instant,
    /// As of when at least it shows everything, in microseconds after `started`; 0 while that is not known.
    as_of: AtomicU64,
}

impl Readers {
    /// These two. The replica is not read from until it is watched.
    pub fn new(primary: PgPool, replica: Option<PgPool>) -> Self {
        let unknown = |pool| Replica {
            pool,
            started: Instant::now(),
            as_of: AtomicU64::new(0),
        };
        let replica = replica.map(unknown).map(Arc::new);
        Self { primary, replica }
    }

    /// The primary, for everything else.
    pub fn primary(&self) -> &PgPool {
        &self.primary
    }

    /// What finds out how late the replica is; none where there is no replica.
    pub fn watch(&self) -> Option<Watch> {
        let replica = self.replica.clone()?;
        Some(Watch::new(&self.primary, replica))
    }

    /// Reads where this caller may: `ask` is asked of the replica or of the primary, or of one after the
    /// other, and must change nothing.
    ///
    /// # Errors
    /// Those of `ask`.
    pub async fn read<T, F>(&self, sight: Sight, ask: impl Fn(PgPool) -> F) -> Result<T>
    where
        F: Future<Output = Result<T>> + Send,
    {
        if let Some(replica) = &self.replica {
            if sight == Sight::Near && replica.is_fresh() {
                if let Some(answer) = replica.answer(ask(replica.pool.clone())).await {
                    return answer;
                }
            } else {
                count("primary");
            }
        }
        ask(self.primary.clone()).await
    }

    /// Closes the connections to both.
    pub async fn close(&self) {
        if let Some(replica) = &self.replica {
            replica.pool.close().await;
        }
        self.primary.close().await;
    }
}

impl From<PgPool> for Readers {
    fn from(primary: PgPool) -> Self {
        Self::new(primary, None)
    }
}

impl Replica {
    /// What it answers; nothing where the primary is to be asked.
    async fn answer<T>(&self, asked: impl Future<Output = Result<T>> + Send) -> Option<Result<T>> {
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Err(error @ (Error::Unavailable(_) | Error::Internal(_)))) => {
                // A statement that replay was waiting for says nothing of the next one.
                if matches!(error, Error::Unavailable(_)) {
                    self.forget();
                }
                tracing::warn!(%error, "the replica could not answer, the primary is asked");
            }
            Err(_) => {
                self.forget();
                tracing::warn!("the replica takes too long to answer, the primary is asked");
            }
            Ok(answer) => {
                count("replica");
                return Some(answer);
            }
        }
        count("failed");
        None
    }

    /// Whether everything is shown that was committed up to a second ago.
    fn is_fresh(&self) -> bool {
        self.as_of.load(Ordering::SeqCst) > 0 && self.behind() < BEHIND_MAX
    }

    /// How long ago the moment is as of which it is known to show everything.
    fn behind(&self) -> Duration {
        let as_of = Duration::from_micros(self.as_of.load(Ordering::SeqCst));
        self.started.elapsed().saturating_sub(as_of)
    }

    /// It shows everything as of this moment.
    fn shows(&self, moment: Instant) {
        let micros = moment.duration_since(self.started).as_micros().max(1);
        let micros = u64::try_from(micros).unwrap_or(u64::MAX);
        self.as_of.store(micros, Ordering::SeqCst);
    }

    /// Nothing is known of it.
    fn forget(&self) {
        self.as_of.store(0, Ordering::SeqCst);
    }
}

fn count(result: &'static str) {
    metrics::counter!("user_service_replica_reads_total", "result" => result).increment(1);
}

#[cfg(test)]
mod tests;
