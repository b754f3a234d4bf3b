//! What handlers may reach.

use super::{Oidc, Readiness, StorageWebhook, Verifier};
use crate::{config::Config, metrics::Metrics};
use axum::extract::FromRef;
use broker::Publisher;
use service::{Services, adapters::redis::Redis};
use sqlx::PgPool;
use std::sync::Arc;
use storage::Storage;

/// Everything that lives as long as the process.
#[derive(Clone)]
pub struct AppState {
    /// Every rule of the product.
    pub services: Services,
    /// The environment.
    pub config: Arc<Config>,
    /// Who a bearer token names.
    pub verifier: Verifier,
    /// How browsers sign in.
    pub oidc: Oidc,
    /// Whether we take requests.
    pub readiness: Readiness,
    /// Numbers for Prometheus.
    pub metrics: Metrics,
    /// The parts whose health is told.
    pub parts: Parts,
    /// Where storage tells of its objects.
    pub storage_webhook: StorageWebhook,
}

/// The parts that we stand on.
#[derive(Clone)]
pub struct Parts {
    /// Postgres.
    pub pool: PgPool,
    /// Redis.
    pub redis: Redis,
    /// RabbitMQ.
    pub publisher: Publisher,
    /// Object storage.
    pub storage: Storage,
}

impl FromRef<AppState> for Services {
    fn from_ref(state: &AppState) -> Self {
        state.services.clone()
    }
}
