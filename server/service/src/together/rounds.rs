//! Rounds of changes, and of looks at what is to be changed: each is one statement that commits itself, which costs
//! Postgres and us more than what one of them does.

use super::{Together, Turn};
use crate::{
    adapters::postgres::{Warm, WarmConnection},
    cache,
    error::{Error, Result},
};
use contract::UserId;
use std::{collections::HashSet, fmt, pin::pin, time::Duration};
use tokio::{sync::Mutex, time::timeout};
use tokio_util::sync::CancellationToken;

/// How long the next round waits for the one before to be written: beside one that Postgres holds up longer, another is.
const HOLD_UP: Duration = Duration::from_millis(100);
/// After this a round is given up: nobody waits for it any more, and Postgres ends a statement after 10 s.
const STUCK: Duration = Duration::from_secs(15);
/// Changes in one statement, at most.
const AT_ONCE: usize = 64;
/// So many who wait go together at once, see `share`.
const FEW: usize = 16;

/// A change of something that one person has.
pub(crate) trait Personal {
    /// Whose it is. A round has one change of each: an earlier one whose maker has gone may still be in the line.
    fn person(&self) -> UserId;
}

/// What is left to do of these changes when a statement has written those of some people: the cache is told, and each
/// is answered. The others are let go, to be made alone. `change` was begun before the statement was.
///
/// # Errors
/// The statement failed. Where Postgres is away, whether it is committed nobody knows: everybody is told so, and nothing
/// is made a second time.
pub(crate) fn settle<'a, W: Personal + 'a, A: 'a>(
    change: cache::Change<'a>,
    mut all: Vec<Turn<W, Result<A>>>,
    written: Result<HashSet<UserId>>,
    answer: impl Fn(W) -> A + 'a,
) -> Result<impl Future<Output = ()> + 'a> {
    match written {
        Ok(written) => {
            all.retain(|turn| written.contains(&turn.person()));
            Ok(async move {
                if all.is_empty() {
                    change.unmade();
                    return;
                }
                change.made().await;
                for turn in all {
                    turn.answer_by(|wish| Ok(answer(wish)));
                }
            })
        }
        Err(error) => {
            if !matches!(error, Error::Unavailable(_)) {
                change.unmade();
            }
            refuse(all, &error);
            Err(error)
        }
    }
}

/// Where Postgres is away, everybody in the round is told so; after any other fault each goes alone.
pub(crate) fn refuse<W, A>(all: Vec<Turn<W, Result<A>>>, error: &Error) {
    if matches!(error, Error::Unavailable(_)) {
        for turn in all {
            turn.answer(Err(error.clone()));
        }
    }
}

/// How many of those who wait go into the next round: all, up to sixteen, of more half. Then others already wait when these
/// are answered: Postgres need not stand still until these come with their next request, nor we while it writes for
/// everybody. A few go together, since a statement costs as much as several of its changes.
fn share(waiting: usize) -> usize {
    waiting.div_ceil(2).clamp(FEW, AT_ONCE)
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
        self.0.ask_postgres(wish).await
    }

    /// Makes rounds until asked to stop; once a process. `make` makes one over this connection, and gives what is left to
    /// do then.
    ///
    /// One round is written after the other, so that each has many changes: its statement costs more than each of its
    /// changes.
    pub(crate) async fn run<F, C>(
        &self,
        warm: &Warm,
        stop: &CancellationToken,
        make: impl Fn(WarmConnection, Vec<Turn<W, Result<A>>>) -> F,
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
                // Whoever comes while it is waited for may come along, whatever comes of it.
                let conn = warm.acquire().await.map_err(Error::from);
                let at_most = share(turn.len());
                let turns = turn.take_unlike(at_most, W::person);
                if turns.is_empty() {
                    if let Ok(conn) = conn {
                        conn.keep();
                    }
                    continue;
                }
                let written = match conn {
                    Ok(conn) => {
                        let mut writing = pin!(make(conn, turns));
                        let written = timeout(HOLD_UP, &mut writing).await;
                        drop(turn);
                        match written {
                            Ok(written) => written,
                            Err(_) => timeout(STUCK, writing)
                                .await
                                .unwrap_or(Err(Error::Unavailable("postgres"))),
                        }
                    }
                    Err(error) => {
                        refuse(turns, &error);
                        Err(error)
                    }
                };
                match written {
                    Ok(rest) => rest.await,
                    Err(error) => {
                        tracing::warn!(%error, "what was asked together goes alone, or is refused");
                    }
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
