//! Tells Redis of invalidations that it could not be told when they were made.

use service::cache::Cache;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Well under the second within which a change must be in force everywhere.
const EVERY: Duration = Duration::from_millis(250);

/// Runs until asked to stop.
pub async fn run(cache: Cache, stop: CancellationToken) {
    while super::sleep(EVERY, &stop).await {
        cache.flush().await;
    }
}
