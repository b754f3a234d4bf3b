//! What runs beside the requests. Each worker is a loop around a step of the service layer, ends
//! when it is asked to, and may run in any number of processes at once.

pub mod cache_teller;
pub mod event_consumer;
pub mod outbox_relay;
pub mod part_watch;
pub mod sweeper;

use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Growing pauses between tries of something that is away.
#[derive(Debug)]
struct Pauses {
    next: Duration,
}

impl Pauses {
    const FIRST: Duration = Duration::from_millis(200);
    const LONGEST: Duration = Duration::from_secs(5);

    const fn new() -> Self {
        Self { next: Self::FIRST }
    }

    /// Waits, longer each time. Says `false` when asked to stop.
    async fn wait(&mut self, stop: &CancellationToken) -> bool {
        let pause = self.next;
        self.next = (pause * 2).min(Self::LONGEST);
        sleep(pause, stop).await
    }

    const fn reset(&mut self) {
        self.next = Self::FIRST;
    }
}

/// Says `false` when asked to stop before the time was over.
async fn sleep(time: Duration, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = tokio::time::sleep(time) => true,
        () = stop.cancelled() => false,
    }
}
