//! Finds out how late a replica of Postgres is, where there is one.

use service::replica::Readers;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A reading may be a second behind: what is found out once in this time is good for most of it.
const EVERY: Duration = Duration::from_millis(200);

/// Runs until asked to stop.
pub async fn run(readers: Readers, stop: CancellationToken) {
    let Some(mut watch) = readers.watch() else {
        return;
    };
    while stop.run_until_cancelled(watch.look()).await.is_some() {
        let behind = watch.behind().as_secs_f64();
        metrics::gauge!("user_service_replica_behind_seconds").set(behind);
        if !super::sleep(EVERY, &stop).await {
            return;
        }
    }
}
