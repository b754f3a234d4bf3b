//! The media-service as a process of its own: it knows storage and the broker, and nothing of the
//! users' database.

use super::{StartError, tasks::Tasks};
use crate::{
    config::{MediaProcessConfig, StorageSection},
    http::{self, HealthState, MediaState, Readiness, StorageWebhook},
    metrics::Metrics,
    workers,
};
use axum::extract::FromRef;
use broker::Publisher;
use media::MediaService;
use service::Clock;
use std::sync::Arc;
use storage::Storage;
use tokio::net::TcpListener;

/// Everything, wired and not yet running.
pub struct MediaProcess {
    state: MediaState,
    tasks: Tasks,
}

impl MediaProcess {
    /// Wires the parts; connects to none of them.
    ///
    /// # Errors
    /// The numbers for Prometheus cannot be kept.
    pub fn wire(config: MediaProcessConfig) -> Result<Self, StartError> {
        let metrics = Metrics::install(None)
            .map_err(|cause| StartError::Part(format!("metrics: {cause}.")))?;
        let state = MediaState {
            clock: Clock::system(),
            readiness: Readiness::new(),
            metrics,
            publisher: Publisher::new(config.rabbit.broker.clone()),
            storage: Storage::new(config.storage.storage.clone()),
            storage_webhook: StorageWebhook::new(&config.storage),
            config: Arc::new(config),
        };
        Ok(Self {
            state,
            tasks: Tasks::new(),
        })
    }

    /// Begins to serve the webhook and what operation asks for.
    pub fn serve(&self, listener: TcpListener) {
        let patience = self.state.config.connections;
        self.tasks
            .listen(listener, http::media_router(&self.state), patience);
    }

    /// Begins to serve metrics on this listener, and how the process is.
    pub fn serve_metrics(&self, listener: TcpListener) {
        let path = &self.state.config.metrics.path;
        let routes = crate::metrics::routes(path, self.state.metrics.clone());
        let health = http::health_routes(HealthState::from_ref(&self.state));
        let patience = self.state.config.connections;
        self.tasks.listen(listener, routes.merge(health), patience);
    }

    /// Begins to make pictures, and to look after the parts.
    pub fn work(&self) {
        let state = &self.state;
        let service = service(
            &state.config.storage,
            state.storage.clone(),
            state.publisher.clone(),
        );
        self.tasks.run(service.run(self.tasks.stopping().clone()));
        self.tasks.run(workers::metrics_upkeep::run(
            state.metrics.clone(),
            self.tasks.stopping().clone(),
        ));
        self.tasks.run(workers::part_watch::run(
            HealthState::from_ref(state),
            state.config.health.interval,
            self.tasks.stopping().clone(),
        ));
        self.tasks.run(workers::queue_watch::run(
            workers::queue_watch::STORAGE,
            state.config.storage.messages.clone(),
            state.config.health.interval,
            self.tasks.stopping().clone(),
        ));
    }

    /// Ends within ten seconds; pictures under way go back to the queue.
    pub async fn shut_down(self, look_away: bool) {
        let Self { state, tasks } = self;
        let closed = async {
            tokio::join!(state.publisher.close(), state.storage_webhook.close());
        };
        tasks.end(&state.readiness, look_away, closed).await;
    }
}

/// The media-service over these parts.
pub(super) fn service(
    config: &StorageSection,
    storage: Storage,
    publisher: Publisher,
) -> MediaService {
    MediaService::new(storage, publisher, config.media(), || Clock::system().now())
}
