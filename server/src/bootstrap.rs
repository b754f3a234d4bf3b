//! Wiring: configuration in, a running process out. The one place where components meet, and the
//! one place where tasks begin.

mod duties;
mod listen;
mod media;
mod tasks;

pub use media::MediaProcess;

use crate::{
    config::Config,
    http::{
        self, AppState, HealthState, Oidc, RateLimits, Readiness, StorageWebhook, Verifier, Whole,
    },
    metrics::Metrics,
};
use ::media::MediaService;
use axum::extract::FromRef;
use broker::Publisher;
use service::{
    Clock, Services,
    adapters::{postgres, redis::Redis},
    rate_limit::RateLimiter,
    replica::Readers,
};
use std::{net::SocketAddr, sync::Arc};
use storage::Storage;
use tasks::Tasks;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    tasks: Tasks,
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
        Self::wire_by(Clock::system(), config)
    }

    /// The same by another clock than the machine's.
    ///
    /// # Errors
    /// An address cannot be read.
    pub fn wire_by(clock: Clock, config: Config) -> Result<Self, StartError> {
        let part = |name: &str, cause: &dyn std::fmt::Display| {
            StartError::Part(format!("{name}: {cause}."))
        };
        let pool =
            postgres::connect(&config.database.postgres).map_err(|e| part("DATABASE_URL", &e))?;
        let replica = config.database.replica.as_ref().map(postgres::connect);
        let replica = replica
            .transpose()
            .map_err(|e| part("DATABASE_REPLICA_URL", &e))?;
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
            Readers::new(pool.clone(), replica),
            redis.clone(),
            publisher.clone(),
            storage.clone(),
            clock,
        );
        let metrics = Metrics::install(Some(pool.clone())).map_err(|e| part("metrics", &e))?;
        let state = AppState::new(Whole {
            services,
            verifier: Verifier::new(&config.jwt, client.clone()),
            oidc: Oidc::new(config.oidc.clone(), &config.server, client),
            readiness: Readiness::new(),
            metrics,
            storage_webhook: StorageWebhook::new(&config.storage),
            limits: RateLimits::new(
                RateLimiter::new(redis.clone()),
                &config.rate_limit,
                config.server.trusted_proxies.clone(),
            ),
            parts: http::Parts {
                pool,
                redis,
                publisher,
                storage,
            },
            config: Arc::new(config),
        });
        Ok(Self {
            state,
            tasks: Tasks::new(),
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
        let patience = self.state.config.connections;
        let router = http::router(&self.state);
        #[cfg(feature = "otel")]
        let router = http::traced(router);
        self.tasks.listen(listener, router, patience);
    }

    /// Begins to serve metrics on this listener, and how the process is: a worker has no other port.
    pub fn serve_metrics(&self, listener: TcpListener) {
        let path = &self.state.config.metrics.path;
        let routes = crate::metrics::routes(path, self.state.metrics.clone());
        let health = http::health_routes(HealthState::from_ref(&self.state));
        let patience = self.state.config.connections;
        self.tasks.listen(listener, routes.merge(health), patience);
    }

    /// The media-service, for whoever runs it beside this one.
    pub fn media_service(&self) -> MediaService {
        let parts = &self.state.parts;
        media::service(
            &self.state.config.storage,
            parts.storage.clone(),
            parts.publisher.clone(),
        )
    }

    /// Begins another task, which must end when `stopping` is cancelled.
    pub fn run(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.run(task);
    }

    /// Cancelled when tasks must end.
    pub fn stopping(&self) -> &CancellationToken {
        self.tasks.stopping()
    }

    /// Ends within ten seconds: not ready, then no new requests, then open requests done, then
    /// workers, then connections.
    pub async fn shut_down(self, look_away: bool) {
        let Self { state, tasks } = self;
        let parts = &state.parts;
        let closed = async {
            tokio::join!(
                parts.publisher.close(),
                parts.redis.close(),
                state.services.readers.close(),
                state.storage_webhook.close(),
            );
        };
        tasks.end(&state.readiness, look_away, closed).await;
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
