//! Looks at the parts that we stand on and says when one comes or goes.

use crate::http::{AppState, parts_up};
use std::collections::HashMap;
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop.
pub async fn run(state: AppState, stop: CancellationToken) {
    let mut known: HashMap<&str, bool> = HashMap::new();
    loop {
        for (part, up) in parts_up(&state).await {
            metrics::gauge!("user_service_dependency_up", "dependency" => part).set(if up {
                1.0
            } else {
                0.0
            });
            match (known.insert(part, up), up) {
                (Some(true) | None, false) => tracing::warn!(part, "{part} does not answer"),
                (Some(false), true) => tracing::info!(part, "{part} answers again"),
                _ => {}
            }
        }
        if !super::sleep(state.config.health.interval, &stop).await {
            return;
        }
    }
}
