//! Rounds of changes: each is one transaction of Postgres, which costs it and us more than what one change writes.

use super::Together;
use crate::{
    cache,
    error::{Error, Result},
};
use sqlx::{PgPool, Postgres, Transaction};
use std::{fmt, ops::Deref, time::Duration};
use tokio::sync::{Mutex, oneshot};
use tokio_util::sync::CancellationToken;

/// How long somebody waits for the end of their round: for a connection (3 s) and for what is written.
const PATIENCE: Duration = Duration::from_secs(5);
/// Changes in one transaction.
const AT_ONCE: usize = 64;

/// The same statements over and over, of which only how many rows they are given differs: planned once a connection.
const BEGIN: &str = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan";

/// The transaction of a round.
pub(crate) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}

/// A change that somebody wishes for, while it waits. Dropped without an answer it is to be made alone.
#[derive(Debug)]
pub(crate) struct Turn<W, A> {
    wish: W,
    answer: oneshot::Sender<Result<A>>,
}

impl<W, A> Turn<W, A> {
    /// Whoever asked may have gone.
    pub(crate) fn answer(self, answer: Result<A>) {
        drop(self.answer.send(answer));
    }
}

impl<W, A> Deref for Turn<W, A> {
    type Target = W;

    fn deref(&self) -> &W {
        &self.wish
    }
}

/// Commits what was written of these, tells the cache, and answers each.
///
/// # Errors
/// The commit failed; everybody was told.
pub(crate) async fn commit<W, M, A>(
    tx: Transaction<'static, Postgres>,
    change: cache::Change<'_>,
    written: impl Iterator<Item = (Turn<W, A>, M)>,
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
pub(crate) struct Rounds<W, A>(Together<Turn<W, A>>);

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
        let (answer, answered) = oneshot::channel();
        if self.0.join(Turn { wish, answer }).is_err() {
            return Ok(None);
        }
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Ok(answer)) => answer.map(Some),
            Ok(Err(_)) => Ok(None),
            Err(_) => Err(Error::Unavailable("postgres")),
        }
    }

    /// Has rounds made until asked to stop; once a process. While Postgres writes one, the next begins.
    pub(crate) async fn write<F>(
        &self,
        pool: &PgPool,
        stop: &CancellationToken,
        make: impl Fn(Transaction<'static, Postgres>, Vec<Turn<W, A>>) -> F,
    ) where
        F: Future<Output = Result<()>>,
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
                drop(turn);
                turns.retain(|turn| !turn.answer.is_closed());
                let outcome = match tx {
                    Ok(tx) => make(tx, turns).await,
                    Err(error) => {
                        for turn in turns {
                            turn.answer(Err(error.clone()));
                        }
                        Err(error)
                    }
                };
                if let Err(error) = outcome {
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
