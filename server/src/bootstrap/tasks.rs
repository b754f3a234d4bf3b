//! The tasks of a process, and their end in good order.

use super::listen;
use crate::{config::ConnectionSection, http::Readiness};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Between "not ready" and "no more connections", so that load balancers look away first.
const LOOK_AWAY: Duration = Duration::from_secs(2);
/// Longest wait for open requests.
const DRAIN: Duration = Duration::from_secs(4);
/// Longest wait for workers afterwards.
const WORKERS: Duration = Duration::from_secs(2);
/// Longest wait for connections to close: a request that was cut off may hold one still. Together
/// the four stay under ten seconds.
const CLOSE: Duration = Duration::from_secs(1);

/// The tasks of a process.
pub(super) struct Tasks {
    /// Listeners and their open connections.
    serving: TaskTracker,
    /// Workers.
    working: TaskTracker,
    /// Ends acceptance of connections.
    closing: CancellationToken,
    /// Ends workers.
    stopping: CancellationToken,
}

impl Tasks {
    pub(super) fn new() -> Self {
        Self {
            serving: TaskTracker::new(),
            working: TaskTracker::new(),
            closing: CancellationToken::new(),
            stopping: CancellationToken::new(),
        }
    }

    /// Begins a task, which must end when `stopping` is cancelled.
    pub(super) fn run(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.working.spawn(task);
    }

    /// Cancelled when tasks must end.
    pub(super) fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }

    /// Begins to serve on this listener.
    pub(super) fn listen(
        &self,
        listener: TcpListener,
        router: axum::Router,
        patience: ConnectionSection,
    ) {
        let (connections, closing) = (self.serving.clone(), self.closing.clone());
        self.serving.spawn(listen::run(
            listener,
            router,
            patience,
            connections,
            closing,
        ));
    }

    /// Ends within ten seconds: not ready, then no new requests, then open requests done, then
    /// workers, then connections, which `closed` closes.
    pub(super) async fn end(
        self,
        readiness: &Readiness,
        look_away: bool,
        closed: impl Future<Output = ()>,
    ) {
        readiness.drain();
        if look_away {
            tokio::time::sleep(LOOK_AWAY).await;
        }
        self.closing.cancel();
        for (tasks, patience, whom) in [
            (&self.serving, DRAIN, "requests"),
            (&self.working, WORKERS, "workers"),
        ] {
            tasks.close();
            if tokio::time::timeout(patience, tasks.wait()).await.is_err() {
                tracing::warn!("some {whom} were cut off");
            }
            self.stopping.cancel();
        }
        if tokio::time::timeout(CLOSE, closed).await.is_err() {
            tracing::warn!("some connections were cut off");
        }
    }
}
