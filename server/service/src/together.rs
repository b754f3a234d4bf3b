//! Requests of one moment, done together: whoever comes while some are being done waits for the next round. Few
//! requests, small rounds; nobody waits for a round to fill.

pub(crate) mod rounds;

pub(crate) use rounds::{Rounds, Turn};

use std::sync::{Arc, OnceLock};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Where they wait.
#[derive(Debug)]
pub(crate) struct Together<T>(Arc<OnceLock<mpsc::UnboundedSender<T>>>);

impl<T> Together<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Waits for the next round. Where nobody takes them it is given back, to be done alone.
    pub(crate) fn join(&self, one: T) -> Result<(), T> {
        match self.0.get() {
            Some(line) => line.send(one).map_err(|refused| refused.0),
            None => Err(one),
        }
    }

    /// For whoever does the rounds, until asked to stop; once a process.
    pub(crate) fn line<'a>(&self, stop: &'a CancellationToken) -> Option<Line<'a, T>> {
        let (sender, waiting) = mpsc::unbounded_channel();
        self.0.set(sender).ok()?;
        Some(Line {
            waiting,
            first: None,
            stop,
        })
    }
}

impl<T> Clone for Together<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Who waits, in the order in which they came.
#[derive(Debug)]
pub(crate) struct Line<'a, T> {
    waiting: mpsc::UnboundedReceiver<T>,
    first: Option<T>,
    stop: &'a CancellationToken,
}

impl<T> Line<'_, T> {
    /// Waits until somebody waits. Says `false` when asked to stop, once all who waited had their turn: who comes
    /// then goes alone.
    pub(crate) async fn wait(&mut self) -> bool {
        if self.first.is_none() {
            self.first = tokio::select! {
                first = self.waiting.recv() => first,
                () = self.stop.cancelled() => {
                    self.waiting.close();
                    self.waiting.recv().await
                }
            };
        }
        self.first.is_some()
    }

    /// Those whose turn it is, with all who came meanwhile.
    pub(crate) fn take(&mut self, at_most: usize) -> Vec<T> {
        let mut taken = Vec::from_iter(self.first.take());
        while taken.len() < at_most
            && let Ok(one) = self.waiting.try_recv()
        {
            taken.push(one);
        }
        taken
    }
}
