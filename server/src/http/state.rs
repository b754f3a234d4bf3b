//! What handlers may reach.

use super::{Oidc, RateLimits, Readiness, StorageWebhook, Verifier};
use crate::{config::Config, metrics::Metrics};
use axum::extract::FromRef;
use broker::Publisher;
use service::{Services, adapters::redis::Redis};
use sqlx::PgPool;
use std::{ops::Deref, sync::Arc};
use storage::Storage;

/// Everything that lives as long as the process: one pointer, since each layer of each request clones it.
#[derive(Clone)]
pub struct AppState(Arc<Whole>);

impl AppState {
    /// All of this.
    pub fn new(whole: Whole) -> Self {
        Self(Arc::new(whole))
    }
}

impl Deref for AppState {
    type Target = Whole;

    fn deref(&self) -> &Whole {
        &self.0
    }
}

/// What a process is made of.
pub struct Whole {
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
    /// How much one caller may ask.
    pub limits: RateLimits,
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
