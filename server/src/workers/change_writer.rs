//! Has changes that come at the same moment written together, and what they need to know asked for together. Tends the
//! connections that are used all the time.

use service::Services;
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop.
pub async fn run(services: Services, stop: CancellationToken) {
    services.gather(&stop).await;
}
