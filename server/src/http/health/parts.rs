//! The parts that a process stands on, and whether they answer.

use super::Readiness;
use crate::http::{AppState, MediaState};
use axum::extract::FromRef;
use broker::Publisher;
use serde::Serialize;
use service::{
    Clock,
    adapters::{postgres, redis::Redis},
};
use sqlx::PgPool;
use std::time::{Duration, Instant};
use storage::Storage;
use utoipa::ToSchema;

/// What the health of a process is told from.
#[derive(Clone)]
pub struct HealthState {
    pub(super) readiness: Readiness,
    pub(super) clock: Clock,
    timeout: Duration,
    /// What the user-service stands on and the media-service does not know.
    pool: Option<PgPool>,
    redis: Option<Redis>,
    publisher: Publisher,
    storage: Storage,
}

impl FromRef<AppState> for HealthState {
    fn from_ref(state: &AppState) -> Self {
        let parts = &state.parts;
        Self {
            readiness: state.readiness.clone(),
            clock: state.services.clock.clone(),
            timeout: state.config.health.timeout,
            pool: Some(parts.pool.clone()),
            redis: Some(parts.redis.clone()),
            publisher: parts.publisher.clone(),
            storage: parts.storage.clone(),
        }
    }
}

impl FromRef<MediaState> for HealthState {
    fn from_ref(state: &MediaState) -> Self {
        Self {
            readiness: state.readiness.clone(),
            clock: state.clock.clone(),
            timeout: state.config.health.timeout,
            pool: None,
            redis: None,
            publisher: state.publisher.clone(),
            storage: state.storage.clone(),
        }
    }
}

impl HealthState {
    /// Waits so long for what connects in the background.
    pub async fn wait_for_connect(&self, patience: Duration) {
        if let Some(redis) = &self.redis
            && let Err(error) = redis.wait_for_connect(patience).await
        {
            tracing::debug!(%error, "no connection to redis yet");
        }
    }
}

/// The parts that we stand on. The media-service has neither database nor cache.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Services {
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redis: Option<Part>,
    rabbitmq: Part,
    storage: Part,
}

impl Services {
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &Part)> {
        let [database, redis] = [("database", &self.database), ("redis", &self.redis)]
            .map(|(name, part)| part.as_ref().map(|part| (name, part)));
        let others = [("rabbitmq", &self.rabbitmq), ("storage", &self.storage)];
        database.into_iter().chain(redis).chain(others)
    }

    /// The part without which nothing goes.
    pub(super) fn needed(&self) -> &Part {
        self.database.as_ref().unwrap_or(&self.rabbitmq)
    }
}

/// How one part is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct Part {
    /// `connected` or `disconnected`.
    status: &'static str,
    /// Milliseconds until it answered.
    response_time: u64,
}

impl Part {
    pub(super) fn is_up(&self) -> bool {
        self.status == "connected"
    }
}

/// Looks at all parts at once, each for as long as `HEALTH_CHECK_TIMEOUT`.
pub(super) async fn look(state: &HealthState) -> Services {
    let timeout = state.timeout;
    let database = async {
        match &state.pool {
            Some(pool) => Some(timed(timeout, postgres::ping(pool)).await),
            None => None,
        }
    };
    let redis = async {
        match &state.redis {
            Some(redis) => Some(timed(timeout, redis.ping()).await),
            None => None,
        }
    };
    let (database, redis, rabbitmq, storage) = tokio::join!(
        database,
        redis,
        timed(timeout, state.publisher.ready()),
        timed(timeout, state.storage.ping()),
    );
    Services {
        database,
        redis,
        rabbitmq,
        storage,
    }
}

/// Looks at the part without which nothing goes.
pub(super) async fn needed(state: &HealthState) -> Part {
    match &state.pool {
        Some(pool) => timed(state.timeout, postgres::ping(pool)).await,
        None => timed(state.timeout, state.publisher.ready()).await,
    }
}

/// Which parts answer, by name: for the metric.
pub async fn parts_up(state: &HealthState) -> Vec<(&'static str, bool)> {
    let services = look(state).await;
    let parts = services.named().map(|(name, part)| (name, part.is_up()));
    parts.collect()
}

async fn timed<E: std::fmt::Display>(
    timeout: Duration,
    check: impl Future<Output = Result<(), E>>,
) -> Part {
    let started = Instant::now();
    let up = matches!(tokio::time::timeout(timeout, check).await, Ok(Ok(())));
    let response_time = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Part {
        status: if up { "connected" } else { "disconnected" },
        response_time,
    }
}
