//! Pauses between tries of something that is away.

use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Growing pauses between tries of something that is away.
#[derive(Debug)]
pub struct Pauses {
    next: Duration,
}

impl Pauses {
    const FIRST: Duration = Duration::from_millis(200);
    const LONGEST: Duration = Duration::from_secs(5);

    /// Begins with the shortest pause.
    pub const fn new() -> Self {
        Self { next: Self::FIRST }
    }

    /// Waits, longer each time. Says `false` when asked to stop.
    pub async fn wait(&mut self, stop: &CancellationToken) -> bool {
        let pause = self.next;
        self.next = (pause * 2).min(Self::LONGEST);
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            () = stop.cancelled() => false,
        }
    }

    /// It was there: the next pause is short again.
    pub const fn reset(&mut self) {
        self.next = Self::FIRST;
    }
}

impl Default for Pauses {
    fn default() -> Self {
        Self::new()
    }
}
