//! Adds what was measured to its buckets. Until then each time that was taken is kept by itself, 16 bytes for each request,
//! and nobody may ever ask for the numbers.

use crate::metrics::Metrics;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(1);

/// Runs until asked to stop.
pub async fn run(metrics: Metrics, stop: CancellationToken) {
    add_up(&metrics, EVERY, &stop).await;
}

async fn add_up(metrics: &Metrics, every: Duration, stop: &CancellationToken) {
    while super::sleep(every, stop).await {
        metrics.upkeep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Of this process, in bytes.
    fn memory() -> u64 {
        let status = fs::read_to_string("/proc/self/status").expect("a status");
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = resident.and_then(|rest| rest.split_whitespace().next());
        1024 * kibibytes
            .and_then(|n| n.parse::<u64>().ok())
            .expect("a number")
    }

    #[tokio::test]
    async fn what_is_measured_is_not_kept_where_nobody_asks_for_it() {
        let metrics = Metrics::install(None).expect("metrics");
        let (stop, every) = (CancellationToken::new(), Duration::from_millis(1));
        let measured = async {
            let before = memory();
            // 16 bytes each: 122 MiB in all.
            for _ in 0..8 {
                let time = metrics::histogram!("user_service_kept_seconds");
                for _ in 0..1_000_000 {
                    time.record(0.01);
                }
                tokio::time::sleep(10 * every).await;
            }
            stop.cancel();
            memory().saturating_sub(before)
        };
        let (more, ()) = tokio::join!(measured, add_up(&metrics, every, &stop));
        assert!(more < 61 << 20, "{more} bytes");
    }
}
