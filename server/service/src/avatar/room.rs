//! Room in memory for pictures that come through us.

use crate::error::{Error, Result};
use std::{sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Pictures at once. Each is in memory as a whole, and twice where it came with an Idempotency-Key: with
/// the default limit some 80 MB in all. Browsers with JavaScript send theirs straight to storage.
const AT_ONCE: usize = 8;
/// The name under which missing room is told.
const ROOM: &str = "room for pictures";
/// Longest wait for room.
const PATIENCE: Duration = Duration::from_secs(2);

/// Room for so many pictures.
#[derive(Clone, Debug)]
pub(super) struct Rooms(Arc<Semaphore>);

/// Room for one picture, for as long as any clone of it lives.
#[derive(Clone, Debug)]
pub struct Room {
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Rooms {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }

    pub(super) async fn take(&self) -> Result<Room> {
        let permit = tokio::time::timeout(PATIENCE, self.0.clone().acquire_owned()).await;
        match permit {
            Ok(Ok(permit)) => Ok(Room {
                _permit: Arc::new(permit),
            }),
            _ => Err(Error::Unavailable(ROOM)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[tokio::test]
    async fn there_is_room_for_eight_and_whoever_comes_then_waits_two_seconds() {
        let rooms = Rooms::new();
        let mut taken = Vec::new();
        for _ in 0..AT_ONCE {
            taken.push(rooms.take().await.expect("room"));
        }
        let since = Instant::now();
        assert!(matches!(rooms.take().await, Err(Error::Unavailable(_))));
        assert!(since.elapsed() >= PATIENCE);
        let kept = taken[0].clone();
        let (waited, ()) = tokio::join!(rooms.take(), async { taken.clear() });
        waited.expect("room");
        drop(kept);
    }
}
