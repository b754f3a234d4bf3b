//! Has changes that come at the same moment written together, and titles that they need asked for together.

use service::Services;
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop.
pub async fn run(services: Services, stop: CancellationToken) {
    services.gather(&stop).await;
}
