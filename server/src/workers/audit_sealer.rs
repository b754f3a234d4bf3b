//! Seals new entries of the audit log into the chains of their tenants, a second at most after their commit.

use broker::Pauses;
use service::Services;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it looks whether entries wait.
const EVERY: Duration = Duration::from_secs(1);

/// Runs until asked to stop.
pub async fn run(services: Services, stop: CancellationToken) {
    let mut pauses = Pauses::new();
    while !stop.is_cancelled() {
        match services.audit.seal().await {
            Ok(0) => {
                pauses.reset();
                super::sleep(EVERY, &stop).await;
            }
            Ok(entries) => tracing::debug!(entries, "entries of the audit log sealed"),
            Err(error) => {
                metrics::counter!("user_service_audit_seal_failures_total").increment(1);
                tracing::warn!(%error, "entries of the audit log could not be sealed, they wait");
                pauses.wait(&stop).await;
            }
        }
    }
}
