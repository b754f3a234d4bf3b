//! Lanes: of those who want the same, one at a time. The others wait here, and not with a connection in hand.

use super::PATIENCE;
use crate::error::{Error, Result};
use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{sync::OwnedMutexGuard, time::timeout};

/// Who is at it, and who waits, by what they want.
pub(crate) struct Lanes<K>(Arc<Mutex<HashMap<K, Lane>>>);

#[derive(Default)]
struct Lane {
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Who is in it.
    count: usize,
}

/// One who is at it, or waits for it.
pub(crate) struct InLane<'a, K: Copy + Eq + Hash> {
    lanes: &'a Lanes<K>,
    key: K,
    turn: Option<OwnedMutexGuard<()>>,
}

impl<K: Copy + Eq + Hash> Lanes<K> {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    /// Waits until everybody is done who came before and wants the same. Whoever comes later waits until what is given
    /// is dropped.
    ///
    /// # Errors
    /// `Unavailable`: whoever is at it waits for Postgres, for longer than anybody waits for that.
    pub(crate) async fn enter(&self, key: K) -> Result<InLane<'_, K>> {
        let turn = {
            let mut lanes = self.lock();
            let lane = lanes.entry(key).or_default();
            lane.count += 1;
            Arc::clone(&lane.turn)
        };
        let mut entered = InLane {
            lanes: self,
            key,
            turn: None,
        };
        let turn = timeout(PATIENCE, turn.lock_owned()).await;
        entered.turn = Some(turn.map_err(|_| Error::Unavailable("postgres"))?);
        Ok(entered)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Lane>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Drop for InLane<'_, K> {
    fn drop(&mut self) {
        self.turn = None;
        if let Entry::Occupied(mut lane) = self.lanes.lock().entry(self.key) {
            lane.get_mut().count -= 1;
            if lane.get().count == 0 {
                lane.remove();
            }
        }
    }
}

impl<K> Clone for Lanes<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> fmt::Debug for Lanes<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lanes").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[tokio::test]
    async fn of_those_who_want_the_same_one_is_at_it_and_nobody_else_waits() {
        let lanes = Lanes::new();
        let one = lanes.enter(1).await.expect("a lane");
        assert!(lanes.enter(2).now_or_never().is_some());
        let mut next = Box::pin(lanes.enter(1));
        let mut last = Box::pin(lanes.enter(1));
        assert!((&mut next).now_or_never().is_none() && (&mut last).now_or_never().is_none());
        drop(one);
        assert!((&mut last).now_or_never().is_none(), "not their turn");
        let next = next.await.expect("their turn");
        assert!((&mut last).now_or_never().is_none());
        drop(next);
        drop(last.await.expect("their turn"));
        assert!(lanes.lock().is_empty(), "nobody is remembered");
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let lanes = Lanes::new();
        let _one = lanes.enter(1).await.expect("a lane");
        let waits = lanes.enter(1).await.map(drop);
        assert!(matches!(waits, Err(Error::Unavailable(_))));
        assert_eq!(lanes.0.lock().expect("lanes")[&1].count, 1);
    }

    #[tokio::test]
    async fn who_gives_up_waiting_holds_up_nobody_and_is_not_remembered() {
        let lanes = Lanes::new();
        let one = lanes.enter(1).await.expect("a lane");
        let mut gone = Box::pin(lanes.enter(1));
        assert!((&mut gone).now_or_never().is_none());
        let mut stays = Box::pin(lanes.enter(1));
        assert!((&mut stays).now_or_never().is_none());
        drop(gone);
        drop(one);
        drop(stays.await.expect("their turn"));
        assert!(lanes.lock().is_empty());
    }
}
