//! Counts what waits in a queue of ours and what was put aside there.

use broker::BrokerConfig;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The names of the numbers of a queue.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Of messages to be taken in.
    pub waiting: &'static str,
    /// Of those that a person has to look at.
    pub dead: &'static str,
}

/// The queue of events of other services.
pub const EVENTS: Names = Names {
    waiting: "user_service_inbox_depth",
    dead: "user_service_dead_letters",
};
/// The queue of messages of storage.
pub const STORAGE: Names = Names {
    waiting: "media_service_inbox_depth",
    dead: "media_service_dead_letters",
};

/// Runs until asked to stop.
pub async fn run(names: Names, config: BrokerConfig, interval: Duration, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = measure(names, &config) => {}
            () = stop.cancelled() => return,
        }
        if !super::sleep(interval, &stop).await {
            return;
        }
    }
}

/// A broker that is away is told of by `part_watch`; the numbers stay as they were.
async fn measure(names: Names, config: &BrokerConfig) {
    match broker::depths(config).await {
        Ok(depths) => {
            metrics::gauge!(names.waiting).set(depths.waiting);
            metrics::gauge!(names.dead).set(depths.dead);
        }
        Err(error) => tracing::debug!(%error, queue = config.queue, "the queue was not counted"),
    }
}
