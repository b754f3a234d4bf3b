//! Connections for what asks Postgres all the time: rounds, the looks and titles that go before them, the relay, the
//! sealer.
//!
//! A pool gives each of its connections their turn. Behind each is a process of Postgres that has what it needs at hand
//! while it does the same again and again, and fetches it anew after the others had their turn, or after something else. So
//! each use goes on with the connection that it used last.

use super::TAKEN_FOR_WELL;
use sqlx::{Connection, PgConnection, PgPool, Postgres, pool::PoolConnection};
use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// How long a connection is kept from the pool, which ends those that are too old.
const KEPT_FOR: Duration = Duration::from_mins(1);

/// What is used all the time, of a pool.
#[derive(Clone, Debug)]
pub struct Warm {
    pool: PgPool,
    /// What for.
    purpose: &'static str,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Whether somebody gives back to the pool what is used no more.
    is_tended: bool,
    /// Those that were used a moment ago, the last one at the end.
    connections: Vec<Idle>,
}

#[derive(Debug)]
struct Idle {
    used: Instant,
    purpose: &'static str,
    taken: Taken,
}

/// A connection that the pool is without since.
#[derive(Debug)]
struct Taken {
    since: Instant,
    conn: PoolConnection<Postgres>,
}

/// A connection that goes back to the pool, or, when it was of use, is kept.
#[derive(Debug)]
pub struct WarmConnection {
    warm: Warm,
    taken: Taken,
}

impl Warm {
    /// Connections of this pool.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            purpose: "",
            kept: Arc::default(),
        }
    }

    /// The same, with connections that are kept for this alone.
    #[must_use]
    pub fn of(&self, purpose: &'static str) -> Self {
        Self {
            purpose,
            ..self.clone()
        }
    }

    /// Whose connections they are.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The connection that was used last for this purpose, where it is kept, else one that the pool gives.
    ///
    /// # Errors
    /// Those of the pool.
    pub async fn acquire(&self) -> Result<WarmConnection, sqlx::Error> {
        let last = self.take_last();
        let warm = self.clone();
        // In hand until it is known to be well, and not while the pool is asked.
        if let Some(Idle {
            used, mut taken, ..
        }) = last
            && (used.elapsed() < TAKEN_FOR_WELL || taken.conn.ping().await.is_ok())
        {
            return Ok(WarmConnection { warm, taken });
        }
        let conn = self.pool.acquire().await?;
        let since = Instant::now();
        let taken = Taken { since, conn };
        Ok(WarmConnection { warm, taken })
    }

    /// Gives back to the pool what is used no more, until asked to stop; once a process. Without, nothing is kept.
    pub async fn tend(&self, stop: &CancellationToken) {
        let _tended = Tended::begin(self);
        let mut looks = tokio::time::interval(TAKEN_FOR_WELL);
        while stop.run_until_cancelled(looks.tick()).await.is_some() {
            self.give_back(|used| used.elapsed() >= TAKEN_FOR_WELL);
        }
    }

    fn take_last(&self) -> Option<Idle> {
        let mut kept = self.lock();
        let is_ours = |idle: &Idle| idle.purpose == self.purpose;
        let last = kept.connections.iter().rposition(is_ours)?;
        Some(kept.connections.remove(last))
    }

    fn give_back(&self, which: impl Fn(Instant) -> bool) {
        let is_given = |idle: &mut Idle| which(idle.used);
        let given: Vec<_> = self.lock().connections.extract_if(.., is_given).collect();
        drop(given);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<PgPool> for Warm {
    fn from(pool: PgPool) -> Self {
        Self::new(pool)
    }
}

impl WarmConnection {
    /// It was of use, and nothing is under way on it: whoever asks next may have it. Unless the pool has no other to
    /// give.
    pub fn keep(self) {
        let Self { warm, taken } = self;
        let mut kept = warm.lock();
        if kept.is_tended && taken.since.elapsed() < KEPT_FOR && warm.pool.num_idle() > 0 {
            let used = Instant::now();
            let purpose = warm.purpose;
            kept.connections.push(Idle {
                used,
                purpose,
                taken,
            });
        }
    }
}

impl Deref for WarmConnection {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.taken.conn
    }
}

impl DerefMut for WarmConnection {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.taken.conn
    }
}

/// While somebody tends; however that ends, the pool has everything back.
struct Tended<'a>(&'a Warm);

impl<'a> Tended<'a> {
    fn begin(warm: &'a Warm) -> Self {
        warm.lock().is_tended = true;
        Self(warm)
    }
}

impl Drop for Tended<'_> {
    fn drop(&mut self) {
        self.0.lock().is_tended = false;
        self.0.give_back(|_| true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join;
    use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

    async fn process(conn: &mut PgConnection) -> i32 {
        let process = sqlx::query_scalar("SELECT pg_backend_pid()");
        process.fetch_one(conn).await.expect("a process")
    }

    /// What is done while somebody tends, with a pool that has others to give.
    async fn tended(warm: &Warm, deeds: impl Future<Output = ()>) {
        let others = [warm.pool.acquire().await, warm.pool.acquire().await];
        drop(others);
        until(|| warm.pool.num_idle() == 2).await;
        let stop = CancellationToken::new();
        let deeds = async {
            deeds.await;
            stop.cancel();
        };
        join(warm.tend(&stop), deeds).await;
    }

    async fn until(is_so: impl Fn() -> bool) {
        let waiting = async {
            while !is_so() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(5), waiting).await;
        ended.expect("it comes to be so");
    }

    fn is_empty(warm: &Warm) -> bool {
        warm.lock().connections.is_empty()
    }

    #[sqlx::test(migrations = false)]
    async fn the_connection_that_was_used_last_is_used_next(pool: PgPool) {
        let warm = Warm::new(pool);
        let deeds = async {
            let mut one = warm.acquire().await.expect("a connection");
            let first = process(&mut one).await;
            for _ in 0..10 {
                one.keep();
                one = warm.acquire().await.expect("a connection");
                assert_eq!(process(&mut one).await, first);
            }
            let mut two = warm.acquire().await.expect("another");
            let second = process(&mut two).await;
            drop(one);
            until(|| warm.pool.num_idle() > 0).await;
            two.keep();
            let mut elsewhere = warm.of("else").acquire().await.expect("a connection");
            assert_ne!(process(&mut elsewhere).await, second);
            let mut last = warm.acquire().await.expect("a connection");
            assert_eq!(process(&mut last).await, second);
        };
        tended(&warm, deeds).await;
        assert!(is_empty(&warm), "the pool has all back");
    }

    #[sqlx::test(migrations = false)]
    async fn what_is_used_no_more_and_what_was_of_no_use_goes_back(pool: PgPool) {
        let warm = Warm::new(pool.clone());
        warm.acquire().await.expect("a connection").keep();
        assert!(is_empty(&warm), "nobody tends");
        let deeds = async {
            drop(warm.acquire().await.expect("a connection"));
            assert!(is_empty(&warm), "of no use");
            until(|| pool.num_idle() == 2).await;
            warm.acquire().await.expect("a connection").keep();
            assert_eq!((warm.lock().connections.len(), pool.num_idle()), (1, 1));
            until(|| pool.num_idle() == 2).await;
            assert!(is_empty(&warm), "used no more");
        };
        tended(&warm, deeds).await;
    }

    #[sqlx::test(migrations = false)]
    async fn nothing_is_kept_from_a_pool_that_has_nothing_else_to_give(
        options: PgPoolOptions,
        database: PgConnectOptions,
    ) {
        let two = options.max_connections(2).connect_with(database).await;
        let warm = Warm::new(two.expect("a pool"));
        let deeds = async {
            let other = warm.pool.acquire().await.expect("a connection");
            warm.acquire().await.expect("a connection").keep();
            assert!(is_empty(&warm));
            drop(other);
        };
        tended(&warm, deeds).await;
    }

    #[sqlx::test(migrations = false)]
    async fn what_was_kept_for_too_long_is_asked_how_it_is_and_used_where_it_is_well(
        options: PgPoolOptions,
        database: PgConnectOptions,
    ) {
        let two = options.max_connections(2).connect_with(database).await;
        let warm = Warm::new(two.expect("a pool"));
        let deeds = async {
            let keep_for_long = async || {
                let mut conn = warm.acquire().await.expect("a connection");
                let process = process(&mut conn).await;
                conn.keep();
                for idle in &mut warm.lock().connections {
                    idle.used -= 2 * TAKEN_FOR_WELL;
                }
                process
            };
            let well = keep_for_long().await;
            let other = warm.pool.acquire().await.expect("the other");
            let mut conn = warm.acquire().await.expect("the one that is kept");
            assert_eq!(process(&mut conn).await, well);
            drop((conn, other));
            until(|| warm.pool.num_idle() == 2).await;
            let ended = keep_for_long().await;
            let end = sqlx::query("SELECT pg_terminate_backend($1)").bind(ended);
            end.execute(&warm.pool).await.expect("it ends");
            let mut conn = warm.acquire().await.expect("another");
            assert_ne!(process(&mut conn).await, ended);
        };
        tended(&warm, deeds).await;
    }
}
