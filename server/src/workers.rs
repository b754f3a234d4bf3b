//! What runs beside the requests. Each worker is a loop around a step of the service layer, ends
//! when it is asked to, and may run in any number of processes at once.

pub mod audit_sealer;
pub mod cache_hearer;
pub mod cache_teller;
pub mod change_writer;
pub mod event_consumer;
pub mod metrics_upkeep;
pub mod outbox_relay;
pub mod part_watch;
pub mod queue_watch;
pub mod replica_watch;
pub mod request_counter;
pub mod search_escort;
pub mod sweeper;

use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Says `false` when asked to stop before the time was over.
async fn sleep(time: Duration, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = tokio::time::sleep(time) => true,
        () = stop.cancelled() => false,
    }
}
