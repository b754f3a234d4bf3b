//! Hears what other processes have changed, so that this one may keep what it read a moment ago.

use service::cache::Cache;
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop.
pub async fn run(cache: Cache, stop: CancellationToken) {
    cache.hear(&stop).await;
}
