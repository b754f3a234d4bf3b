//! Asks Redis about the budgets of all who came at the same moment.

use crate::http::RateLimits;
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop.
pub async fn run(limits: RateLimits, stop: CancellationToken) {
    limits.gather(&stop).await;
}
