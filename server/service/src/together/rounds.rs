//! Rounds of changes: each is written in one statement that commits itself, which costs Postgres and us more than what
//! one change writes.

use super::{Together, Turn};
use crate::{
    cache,
    error::{Error, Result},
};
use contract::UserId;
use sqlx::{PgPool, Postgres, pool::PoolConnection};
use std::{collections::HashSet, fmt, pin::pin, time::Duration};
use tokio::{sync::Mutex, time::timeout};
use tokio_util::sync::CancellationToken;

/// How long somebody waits for the end of their round: for a connection (3 s) and for what is written.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the next round waits for the one before to be written: beside one that Postgres holds up longer, another is.
const HOLD_UP: Duration = Duration::from_millis(100);
/// Changes in one statement.
const AT_ONCE: usize = 64;

/// A change of something that one person has.
pub(crate) trait Personal {
    /// Whose it is. A round has one change of each.
    fn person(&self) -> UserId;
}

/// What is left to do of these changes when a statement has written those of some people: the cache is told, and each
/// is answered. The others are let go, to be made alone. `change` was begun before the statement was.
///
/// # Errors
/// The statement failed. Where Postgres is away, whether it is committed nobody knows: everybody is told so, and nothing
/// is made a second time.
pub(crate) fn settle<'a, W: Personal + 'a, M: 'a, A: 'a>(
    change: cache::Change<'a>,
    mut all: Vec<(Turn<W, Result<A>>, M)>,
    written: Result<HashSet<UserId>>,
    answer: impl Fn(&W, M) -> A + 'a,
) -> Result<impl Future<Output = ()> + 'a> {
    match written {
        Ok(written) => {
            all.retain(|(turn, _)| written.contains(&turn.person()));
            Ok(async move {
                if all.is_empty() {
                    change.unmade();
                    return;
                }
                change.made().await;
                for (turn, made) in all {
                    let answered = answer(&turn, made);
                    turn.answer(Ok(answered));
                }
            })
        }
        Err(error) => {
            if matches!(error, Error::Unavailable(_)) {
                for (turn, _) in all {
                    turn.answer(Err(error.clone()));
                }
            } else {
                change.unmade();
            }
            Err(error)
        }
    }
}

/// Where changes of one kind wait for the next round.
pub(crate) struct Rounds<W, A>(Together<W, Result<A>>);

impl<W: Personal, A> Rounds<W, A> {
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

    /// Has rounds made until asked to stop; once a process. `make` writes one over this connection, and gives what is
    /// left to do then.
    ///
    /// One round is written after the other, so that each has as many changes as can be: its statement costs more
    /// than each of its changes.
    pub(crate) async fn write<F, C>(
        &self,
        pool: &PgPool,
        stop: &CancellationToken,
        make: impl Fn(PoolConnection<Postgres>, Vec<Turn<W, Result<A>>>) -> F,
    ) where
        F: Future<Output = Result<C>>,
        C: Future<Output = ()>,
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
                let conn = pool.acquire().await.map_err(Error::from);
                let mut turns = turn.take_unlike(AT_ONCE, W::person);
                turns.retain(|turn| !turn.is_given_up());
                if turns.is_empty() {
                    continue;
                }
                let written = match conn {
                    Ok(conn) => {
                        let mut writing = pin!(make(conn, turns));
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
                match written {
                    Ok(rest) => rest.await,
                    Err(error) => tracing::warn!(%error, "changes could not be made together"),
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
