//! Health checks.

use super::Env;
use std::time::Duration;

/// `HEALTH_CHECK_…`, in milliseconds
#[derive(Clone, Debug)]
pub struct HealthSection {
    /// Longest wait for a part to answer.
    pub timeout: Duration,
    /// How often the parts are looked at without being asked.
    pub interval: Duration,
}

impl HealthSection {
    pub(super) fn read(env: &mut Env) -> Self {
        Self {
            timeout: Duration::from_millis(env.number("HEALTH_CHECK_TIMEOUT", 5_000, 10, 60_000)),
            interval: Duration::from_millis(env.number(
                "HEALTH_CHECK_INTERVAL",
                30_000,
                100,
                3_600_000,
            )),
        }
    }
}
