//! Drops old rows (events, first answers, uploads without files), and files of pictures that no longer
//! count; adds up the counts of the directory.

use service::Services;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often counts are added up: rows that are to be added up make each count slower.
const EVERY: Duration = Duration::from_mins(1);
/// After how many of these old rows are dropped.
const SWEEP_AFTER: u32 = 60;

/// Runs until asked to stop.
pub async fn run(services: Services, stop: CancellationToken) {
    loop {
        sweep(&services).await;
        for _ in 0..SWEEP_AFTER {
            if let Err(error) = services.sweeper.add_up().await {
                tracing::warn!(%error, "counts of the directory could not be added up");
            }
            if !super::sleep(EVERY, &stop).await {
                return;
            }
        }
    }
}

async fn sweep(services: &Services) {
    match services.sweeper.sweep().await {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "old rows swept"),
        Err(error) => tracing::warn!(%error, "old rows could not be swept"),
    }
    match services.avatar.sweep(services.clock.now()).await {
        Ok(0) => {}
        Ok(uploads) => tracing::info!(uploads, "pictures that no longer count swept"),
        Err(error) => tracing::warn!(%error, "pictures that no longer count were not swept"),
    }
}
