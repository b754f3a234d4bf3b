//! Wiring: configuration in, a running process out. The one place where components meet, and the
//! one place where tasks begin.

use crate::{
    config::Config,
    http::{self, AppState, Oidc, Readiness, Verifier},
    metrics::Metrics,
    workers,
};
use broker::Publisher;
use service::{
    Clock, Services,
    adapters::{postgres, redis::Redis},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use storage::Storage;
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

/// What the process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duties {
    /// Pages and API.
    pub serve: bool,
    /// Relay, consumer, sweeper.
    pub work: bool,
}

/// Everything, wired and not yet running.
pub struct Process {
    state: AppState,
    /// Listeners and their open connections.
    serving: TaskTracker,
    /// Workers.
    working: TaskTracker,
    /// Ends acceptance of connections.
    closing: CancellationToken,
    /// Ends workers.
    stopping: CancellationToken,
}

/// Why a process could not start, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A part could not be wired or reached.
    #[error("{0}")]
    Part(String),
    /// A port could not be had.
    #[error("{variable}: {address} cannot be listened on ({cause}).")]
    Port {
        /// The variable that names the port.
        variable: &'static str,
        /// The address.
        address: SocketAddr,
        /// Why.
        cause: std::io::Error,
    },
}

impl Process {
    /// Wires the parts; connects to none of them but in the background.
    ///
    /// # Errors
    /// An address cannot be read.
    pub fn wire(config: Config) -> Result<Self, StartError> {
        let part = |name: &str, cause: &dyn std::fmt::Display| {
            StartError::Part(format!("{name}: {cause}."))
        };
        let clock = Clock::system();
        let pool =
            postgres::connect(&config.database.postgres).map_err(|e| part("DATABASE_URL", &e))?;
        let redis = Redis::connect(&config.redis.redis).map_err(|e| part("REDIS_URL", &e))?;
        // The issuer's answers are never followed elsewhere.
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| part("HTTP client", &e))?;
        let publisher = Publisher::new(config.rabbit.broker.clone());
        let storage = Storage::new(config.storage.storage.clone());
        let services = Services::new(
            config.service(),
            pool.clone(),
            redis.clone(),
            publisher.clone(),
            storage.clone(),
            clock,
        );
        let metrics = Metrics::install(pool.clone()).map_err(|e| part("metrics", &e))?;
        let state = AppState {
            services,
            verifier: Verifier::new(&config.jwt, client.clone()),
            oidc: Oidc::new(config.oidc.clone(), &config.server, client),
            readiness: Readiness::new(),
            metrics,
            parts: http::Parts {
                pool,
                redis,
                publisher,
                storage,
            },
            config: Arc::new(config),
        };
        Ok(Self {
            state,
            serving: TaskTracker::new(),
            working: TaskTracker::new(),
            closing: CancellationToken::new(),
            stopping: CancellationToken::new(),
        })
    }

    /// What handlers and tests may reach.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Brings the schema up to date. Many processes may do so at once.
    ///
    /// # Errors
    /// The database is away, or a migration failed.
    pub async fn migrate(&self) -> Result<(), StartError> {
        postgres::migrate(&self.state.parts.pool).await.map_err(|error| {
            StartError::Part(match error {
                service::Error::Unavailable(_) => {
                    "DATABASE_URL (or DB_HOST, DB_PORT): PostgreSQL cannot be reached there.".into()
                }
                other => format!(
                    "DATABASE_URL (or DB_USER, DB_PASSWORD, DB_NAME): the schema cannot be brought up to date, {other}."
                ),
            })
        })
    }

    /// Begins to serve on this listener.
    pub fn serve(&self, listener: TcpListener) {
        self.listen(listener, http::router(&self.state));
    }

    /// Begins to serve metrics alone on this listener.
    pub fn serve_metrics(&self, listener: TcpListener) {
        let path = self.state.config.metrics.path.clone();
        self.listen(
            listener,
            crate::metrics::routes(&path, self.state.metrics.clone()),
        );
    }

    /// Begins the workers.
    pub fn work(&self) {
        let services = &self.state.services;
        let stop = &self.stopping;
        let parts = &self.state.parts;
        self.run(workers::outbox_relay::run(
            services.clone(),
            parts.pool.clone(),
            stop.clone(),
        ));
        self.run(workers::event_consumer::run(
            services.inbox.clone(),
            self.state.config.rabbit.broker.clone(),
            stop.clone(),
        ));
        self.run(workers::sweeper::run(
            services.sweeper.clone(),
            stop.clone(),
        ));
    }

    /// Begins what every process needs, whatever its duties.
    pub fn attend(&self) {
        self.run(workers::cache_teller::run(
            self.state.services.cache.clone(),
            self.stopping.clone(),
        ));
        self.run(workers::part_watch::run(
            self.state.clone(),
            self.stopping.clone(),
        ));
    }

    /// Begins another task, which must end when `stopping` is cancelled.
    pub fn run(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.working.spawn(task);
    }

    /// Cancelled when tasks must end.
    pub fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }

    /// Ends within ten seconds: not ready, then no new requests, then open requests done, then
    /// workers, then connections.
    pub async fn shut_down(self, look_away: bool) {
        self.state.readiness.drain();
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
        let parts = &self.state.parts;
        let closed = async {
            tokio::join!(
                parts.publisher.close(),
                parts.redis.close(),
                parts.pool.close()
            );
        };
        if tokio::time::timeout(CLOSE, closed).await.is_err() {
            tracing::warn!("some connections were cut off");
        }
    }

    fn listen(&self, listener: TcpListener, router: axum::Router) {
        let closing = self.closing.clone();
        let served = axum::serve(
            listener,
            router.into_make_service_with_connect_info::<SocketAddr>(),
        )
        .with_graceful_shutdown(closing.cancelled_owned());
        self.serving.spawn(async move {
            if let Err(error) = served.await {
                tracing::error!(%error, "serving ended");
            }
        });
    }
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be listened to");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// Takes a port, or says in one sentence which variable to change.
///
/// # Errors
/// The port cannot be had.
pub async fn bind(variable: &'static str, address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|cause| StartError::Port {
            variable,
            address,
            cause,
        })
}
