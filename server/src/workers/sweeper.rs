//! Drops old rows of the outbox and the inbox.

use service::sweep::Sweeper;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);

/// Runs until asked to stop.
pub async fn run(sweeper: Sweeper, stop: CancellationToken) {
    loop {
        match sweeper.sweep().await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "old events swept"),
            Err(error) => tracing::warn!(%error, "old events could not be swept"),
        }
        if !super::sleep(EVERY, &stop).await {
            return;
        }
    }
}
