//! Drops old rows (events, first answers, uploads without files), and files of pictures that no longer
//! count.

use service::Services;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);

/// Runs until asked to stop.
pub async fn run(services: Services, stop: CancellationToken) {
    loop {
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
        if !super::sleep(EVERY, &stop).await {
            return;
        }
    }
}
