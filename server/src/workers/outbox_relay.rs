//! Publishes what waits in the outbox: when Postgres tells of a new event, at once or together with
//! others of that moment, and every second in case it did not.

use broker::Pauses;
use service::{
    Services,
    outbox::{WAKE_CHANNEL, waiting},
};
use sqlx::{PgPool, postgres::PgListener};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::Notify,
    time::{sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// The poll behind the notifications; how often depth and lag are measured.
const POLL: Duration = Duration::from_secs(1);
/// From one turn to the next: a turn costs more than each event in it, and changes may be committed hundreds of times a
/// second. What is told after a pause goes out at once.
const GATHER: Duration = Duration::from_millis(25);

/// Runs until asked to stop.
pub async fn run(services: Services, pool: PgPool, stop: CancellationToken) {
    let wake = Arc::new(Notify::new());
    tokio::join!(
        listen(&pool, &wake, &stop),
        relay(&services, &pool, &wake, &stop)
    );
}

async fn relay(services: &Services, pool: &PgPool, wake: &Notify, stop: &CancellationToken) {
    let mut pauses = Pauses::new();
    let mut measured = None;
    while !stop.is_cancelled() {
        if measured.is_none_or(|at: Instant| at.elapsed() >= POLL) {
            measure(services, pool).await;
            measured = Some(Instant::now());
        }
        let next = Instant::now() + GATHER;
        // One turn at a time, so that a long row of waiting events does not outlast the process.
        let failed = match services.relay.step().await {
            // Of whom an event is refused, rests by themselves.
            Ok(report) if report.failed > 0 && report.published == 0 => true,
            Ok(report) if report.more => continue,
            Ok(_) => false,
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read");
                true
            }
        };
        if failed {
            pauses.wait(stop).await;
            continue;
        }
        pauses.reset();
        let told = async {
            wake.notified().await;
            sleep_until(next.into()).await;
        };
        tokio::select! {
            () = told => {}
            () = sleep(POLL) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Listens on a connection of its own and makes it anew when it is lost.
async fn listen(pool: &PgPool, wake: &Notify, stop: &CancellationToken) {
    let mut pauses = Pauses::new();
    while !stop.is_cancelled() {
        let listened = tokio::select! {
            () = stop.cancelled() => return,
            ended = receive(pool, wake, &mut pauses) => ended,
        };
        if let Err(error) = listened {
            tracing::warn!(%error, "notifications stopped, the poll goes on");
        }
        pauses.wait(stop).await;
    }
}

async fn receive(pool: &PgPool, wake: &Notify, pauses: &mut Pauses) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(WAKE_CHANNEL).await?;
    pauses.reset();
    // Whatever came before we listened.
    wake.notify_one();
    while listener.try_recv().await?.is_some() {
        wake.notify_one();
    }
    Ok(())
}

async fn measure(services: &Services, pool: &PgPool) {
    let Ok((depth, oldest)) = waiting(pool).await else {
        return;
    };
    let lag = oldest.map_or(0, |at| {
        (services.clock.now() - at).num_milliseconds().max(0)
    });
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a double")]
    {
        metrics::gauge!("user_service_outbox_depth").set(depth as f64);
        metrics::gauge!("user_service_outbox_lag_seconds").set(lag as f64 / 1000.0);
    }
}
