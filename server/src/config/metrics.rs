//! Where metrics are served.

use super::Env;

/// `METRICS_…`
#[derive(Clone, Debug)]
pub struct MetricsSection {
    /// Whether metrics are served at all.
    pub enabled: bool,
    /// A port of their own beside the main one; 0 for none.
    pub port: u16,
    /// Their path, on both ports.
    pub path: String,
}

impl MetricsSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let path = env.text("METRICS_PATH", "/metrics");
        if !path.starts_with('/') || path.contains(['{', '}', '*']) {
            env.problem("METRICS_PATH must be a path that starts with a slash.");
        }
        Self {
            enabled: env.flag("METRICS_ENABLED", true),
            port: env.number("METRICS_PORT", 9090, 0, u16::MAX),
            path,
        }
    }
}
