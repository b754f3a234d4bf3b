//! Requests of one moment, done together: whoever comes while some are being done waits for a later round. Few
//! requests, small rounds; nobody waits for a round to fill.

mod lanes;
pub(crate) mod rounds;

pub(crate) use lanes::Lanes;
pub(crate) use rounds::Rounds;

use crate::error::{Error, Result};
use std::{
    collections::{HashSet, VecDeque},
    fmt,
    hash::Hash,
    ops::{Deref, DerefMut},
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// How long somebody waits for Postgres: for a connection (3 s) and for what is read or written.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// How many are passed over while a round is put together, because somebody like them is in it already.
const LEFT_AT_MOST: usize = 1_024;

/// Where they wait: wishes `W`, each for an answer `A`.
pub(crate) struct Together<W, A>(Arc<OnceLock<mpsc::UnboundedSender<Turn<W, A>>>>);

/// What somebody wishes for, while they wait. Dropped without an answer it is to be done alone.
pub(crate) struct Turn<W, A> {
    wish: W,
    answer: oneshot::Sender<A>,
}

impl<W, A> Together<W, A> {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Has it done in the next round. Gives none where it is to be done alone: nobody does rounds, or this one was
    /// given up.
    pub(crate) async fn ask(&self, wish: W) -> Option<A> {
        let (answer, answered) = oneshot::channel();
        self.0.get()?.send(Turn { wish, answer }).ok()?;
        answered.await.ok()
    }

    /// For whoever does the rounds, until asked to stop; once a process.
    pub(crate) fn line<'a>(&self, stop: &'a CancellationToken) -> Option<Line<'a, W, A>> {
        let (sender, waiting) = mpsc::unbounded_channel();
        self.0.set(sender).ok()?;
        Some(Line {
            waiting,
            next: VecDeque::new(),
            stop,
        })
    }
}

impl<W, A> Together<W, Result<A>> {
    /// The same of what Postgres does, for as long as anybody waits for that.
    ///
    /// # Errors
    /// `Unavailable`, and those of the answer.
    pub(crate) async fn ask_postgres(&self, wish: W) -> Result<Option<A>> {
        match timeout(PATIENCE, self.ask(wish)).await {
            Ok(answer) => answer.transpose(),
            Err(_) => Err(Error::Unavailable("postgres")),
        }
    }
}

impl<W, A> Clone for Together<W, A> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W, A> fmt::Debug for Together<W, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Together").finish_non_exhaustive()
    }
}

impl<W, A> Turn<W, A> {
    /// Nobody waits for the answer any more.
    pub(crate) fn is_given_up(&self) -> bool {
        self.answer.is_closed()
    }

    /// Whoever asked may have gone.
    pub(crate) fn answer(self, answer: A) {
        drop(self.answer.send(answer));
    }

    /// Answers by what they wished for.
    pub(crate) fn answer_by(self, answer: impl FnOnce(W) -> A) {
        drop(self.answer.send(answer(self.wish)));
    }
}

impl<W, A> Deref for Turn<W, A> {
    type Target = W;

    fn deref(&self) -> &W {
        &self.wish
    }
}

impl<W, A> DerefMut for Turn<W, A> {
    fn deref_mut(&mut self) -> &mut W {
        &mut self.wish
    }
}

/// Who waits, in the order in which they came.
pub(crate) struct Line<'a, W, A> {
    waiting: mpsc::UnboundedReceiver<Turn<W, A>>,
    /// Those who came before all that are still to be received.
    next: VecDeque<Turn<W, A>>,
    stop: &'a CancellationToken,
}

impl<W, A> Line<'_, W, A> {
    /// Waits until somebody waits. Says `false` when asked to stop, once all who waited had their turn: who comes
    /// then goes alone.
    pub(crate) async fn wait(&mut self) -> bool {
        if self.next.is_empty() {
            let first = tokio::select! {
                first = self.waiting.recv() => first,
                () = self.stop.cancelled() => {
                    self.waiting.close();
                    self.waiting.recv().await
                }
            };
            self.next.extend(first);
        }
        !self.next.is_empty()
    }

    /// How many wait, also those who have gone.
    pub(crate) fn len(&self) -> usize {
        self.next.len() + self.waiting.len()
    }

    /// Those whose turn it is, with all who came meanwhile.
    pub(crate) fn take(&mut self, at_most: usize) -> Vec<Turn<W, A>> {
        let mut taken = Vec::new();
        while taken.len() < at_most
            && let Some(one) = self.take_next()
        {
            taken.push(one);
        }
        taken
    }

    /// The same, but of those who are alike the first only; the others stay where they are. Behind very many of those
    /// nobody is looked for. Nor are those taken who have gone.
    pub(crate) fn take_unlike<K: Eq + Hash>(
        &mut self,
        at_most: usize,
        key: impl Fn(&W) -> K,
    ) -> Vec<Turn<W, A>> {
        let (mut taken, mut left, mut named) = (Vec::new(), VecDeque::new(), HashSet::new());
        while taken.len() < at_most
            && left.len() < LEFT_AT_MOST
            && let Some(one) = self.take_next()
        {
            if one.is_given_up() {
                continue;
            }
            if named.insert(key(&one)) {
                taken.push(one);
            } else {
                left.push_back(one);
            }
        }
        left.append(&mut self.next);
        self.next = left;
        taken
    }

    fn take_next(&mut self) -> Option<Turn<W, A>> {
        self.next
            .pop_front()
            .or_else(|| self.waiting.try_recv().ok())
    }
}

#[cfg(test)]
mod tests;
