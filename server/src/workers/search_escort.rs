//! Sees searches to their end that go on without whoever asked for them.

use service::Services;
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop.
pub async fn run(services: Services, stop: CancellationToken) {
    services.account.see_off_searches(&stop).await;
}
