//! Rounds of changes: each is one transaction of Postgres, which costs it and us more than what one change writes.

use super::{Together, Turn};
use crate::{
    cache,
    error::{Error, Result},
};
use sqlx::{PgPool, Postgres, Transaction};
use std::{fmt, pin::pin, time::Duration};
use tokio::{sync::Mutex, time::timeout};
use tokio_util::sync::CancellationToken;

/// How long somebody waits for the end of their round: for a connection (3 s) and for what is written.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the next round waits for the statements of the one before: beside one that Postgres holds up longer,
/// another is written.
const HOLD_UP: Duration = Duration::from_millis(100);
/// Changes in one transaction.
const AT_ONCE: usize = 64;

/// The same statements over and over, of which only how many rows they are given differs: planned once a connection.
const BEGIN: &str = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan";

/// The transaction of a round.
pub(crate) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}

/// Commits what was written of these, tells the cache, and answers each.
///
/// # Errors
/// The commit failed; everybody was told.
pub(crate) async fn commit<W, M, A>(
    tx: Transaction<'static, Postgres>,
    change: cache::Change<'_>,
    written: impl Iterator<Item = (Turn<W, Result<A>>, M)>,
    answer: impl Fn(&W, M) -> A,
) -> Result<()> {
    // From here on nothing is made a second time: whether a commit that failed is one, nobody knows.
    let committed = tx.commit().await.map_err(Error::from);
    if committed.is_ok() {
        change.made().await;
    }
    for (turn, made) in written {
        let answered = committed.clone().map(|()| answer(&turn, made));
        turn.answer(answered);
    }
    committed
}

/// Where changes of one kind wait for the next round.
pub(crate) struct Rounds<W, A>(Together<W, Result<A>>);

impl<W, A> Rounds<W, A> {
    pub(crate) fn new() -> Self {
        Self(Together::new())
    }

    /// Has a change made with others of this moment. Gives none where it is to be made alone: what cannot be made
    /// beside others, or where nobody makes rounds.
    ///
    /// # Errors
    /// `Unavailable`, and those of the change.
    pub(crate) async fn ask(&self, wish: W) -> Result<Option<A>> {
        match timeout(PATIENCE, self.0.ask(wish)).await {
            Ok(answer) => answer.transpose(),
            Err(_) => Err(Error::Unavailable("postgres")),
        }
    }

    /// Has rounds made until asked to stop; once a process. `make` writes one, and gives what commits it.
    ///
    /// One round is written after the other, so that each has as many changes as can be: its statements cost more
    /// than each of its changes. While one is committed, the next is written.
    pub(crate) async fn write<F, C>(
        &self,
        pool: &PgPool,
        stop: &CancellationToken,
        make: impl Fn(Transaction<'static, Postgres>, Vec<Turn<W, Result<A>>>) -> F,
    ) where
        F: Future<Output = Result<C>>,
        C: Future<Output = Result<()>>,
    {
        let Some(line) = self.0.line(stop) else {
            return;
        };
        let line = Mutex::new(line);
        let rounds = || async {
            loop {
                let mut turn = line.lock().await;
                if !turn.wait().await {
                    return;
                }
                // Whoever comes while it is waited for comes along, whatever comes of it.
                let tx = begin(pool).await;
                let mut turns = turn.take(AT_ONCE);
                turns.retain(|turn| !turn.is_given_up());
                let written = match tx {
                    Ok(tx) => {
                        let mut writing = pin!(make(tx, turns));
                        let written = timeout(HOLD_UP, &mut writing).await;
                        drop(turn);
                        match written {
                            Ok(written) => written,
                            Err(_) => writing.await,
                        }
                    }
                    Err(error) => {
                        for turn in turns {
                            turn.answer(Err(error.clone()));
                        }
                        Err(error)
                    }
                };
                let committed = match written {
                    Ok(commit) => commit.await,
                    Err(error) => Err(error),
                };
                if let Err(error) = committed {
                    tracing::warn!(%error, "changes could not be made together");
                }
            }
        };
        tokio::join!(rounds(), rounds());
    }
}

impl<W, A> Clone for Rounds<W, A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W, A> fmt::Debug for Rounds<W, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rounds").finish_non_exhaustive()
    }
}
