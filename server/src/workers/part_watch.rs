//! Looks at the parts that we stand on and says when one comes or goes.

use crate::http::{HealthState, parts_up};
use std::{collections::HashMap, time::Duration};
use tokio_util::sync::CancellationToken;

/// Redis connects in the background: not there yet is not away.
const FIRST_CONNECTION: Duration = Duration::from_secs(2);

/// Runs until asked to stop.
pub async fn run(state: HealthState, interval: Duration, stop: CancellationToken) {
    let mut known: HashMap<&str, bool> = HashMap::new();
    state.wait_for_connect(FIRST_CONNECTION).await;
    loop {
        for (part, up) in parts_up(&state).await {
            metrics::gauge!("user_service_dependency_up", "dependency" => part).set(if up {
                1.0
            } else {
                0.0
            });
            match (known.insert(part, up), up) {
                (Some(true) | None, false) => {
                    tracing::warn!(part, "{part} does not answer, see {}", variable(part));
                }
                (Some(false), true) => tracing::info!(part, "{part} answers again"),
                _ => {}
            }
        }
        if !super::sleep(interval, &stop).await {
            return;
        }
    }
}

/// The variable that says where a part is.
fn variable(part: &str) -> &'static str {
    match part {
        "redis" => "REDIS_URL",
        "rabbitmq" => "RABBITMQ_URL",
        "storage" => "S3_ENDPOINT",
        _ => "DATABASE_URL",
    }
}
