//! What the media-service's own process answers: the webhook, and what operation asks for.

use super::{
    HealthState, Readiness, StorageWebhook, envelope,
    error::ApiError,
    health,
    middleware::{
        around::around,
        every::{Rules, every},
    },
    webhooks,
};
use crate::{
    config::MediaProcessConfig,
    metrics::{self, Metrics},
};
use axum::{Router, extract::FromRef, middleware::from_fn_with_state};
use broker::Publisher;
use http::StatusCode;
use service::Clock;
use std::sync::Arc;
use storage::Storage;

/// Everything that lives as long as the process.
#[derive(Clone)]
pub struct MediaState {
    /// The environment.
    pub config: Arc<MediaProcessConfig>,
    /// The one source of time and ids.
    pub clock: Clock,
    /// Whether we take requests.
    pub readiness: Readiness,
    /// Numbers for Prometheus.
    pub metrics: Metrics,
    /// RabbitMQ.
    pub publisher: Publisher,
    /// Object storage.
    pub storage: Storage,
    /// Where storage tells of its objects.
    pub storage_webhook: StorageWebhook,
}

/// All of it.
pub fn media_router(state: &MediaState) -> Router {
    let clock = state.clock.clone();
    let config = &state.config;
    let nothing = Router::new()
        .fallback(|| async { ApiError::of_status(StatusCode::NOT_FOUND) })
        .layer(from_fn_with_state(clock.clone(), envelope::frame));
    let mut site = nothing
        .merge(health::routes(HealthState::from_ref(state)))
        .merge(webhooks::routes(
            state.storage_webhook.clone(),
            clock.clone(),
        ));
    if config.metrics.enabled {
        site = site.merge(metrics::routes(&config.metrics.path, state.metrics.clone()));
    }
    let rules = Rules {
        clock,
        security_headers: config.security_headers,
        // Behind whatever brings storage here: nothing that a browser opens.
        https: false,
    };
    site.layer(around(rules, every))
}
