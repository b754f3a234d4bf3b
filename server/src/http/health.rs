//! Is it alive, is it ready, and how are its parts?

use super::AppState;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use http::{StatusCode, header};
use serde::Serialize;
use service::adapters::postgres;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use utoipa::ToSchema;

/// Whether we take requests, and since when we run.
#[derive(Clone, Debug)]
pub struct Readiness {
    taking: Arc<AtomicBool>,
    started: Instant,
}

impl Readiness {
    /// Ready from now on.
    pub fn new() -> Self {
        Self {
            taking: Arc::new(AtomicBool::new(true)),
            started: Instant::now(),
        }
    }

    /// From now on load balancers should send nobody here.
    pub fn drain(&self) {
        self.taking.store(false, Ordering::SeqCst);
    }

    fn uptime(&self) -> u64 {
        self.started.elapsed().as_secs()
    }
}

impl Default for Readiness {
    fn default() -> Self {
        Self::new()
    }
}

/// How the service is.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// `healthy`, `degraded` (a part is away that we can do without), `unhealthy`, `ready`,
    /// `not_ready` or `alive`.
    status: &'static str,
    /// When this was said.
    timestamp: DateTime<Utc>,
    /// Seconds since the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    uptime: Option<u64>,
    /// Version of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    /// The parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    services: Option<Services>,
}

/// The parts that we stand on.
#[derive(Serialize, ToSchema)]
pub(super) struct Services {
    database: Part,
    redis: Part,
    rabbitmq: Part,
}

/// How one part is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Part {
    /// `connected` or `disconnected`.
    status: &'static str,
    /// Milliseconds until it answered.
    response_time: u64,
}

impl Part {
    fn is_up(&self) -> bool {
        self.status == "connected"
    }
}

/// The service answers.
#[utoipa::path(get, path = "/health", tag = "operation", security(()), responses((status = 200, description = "It answers", body = Health)))]
pub(super) async fn basic(State(state): State<AppState>) -> Response {
    let health = Health {
        uptime: Some(state.readiness.uptime()),
        version: Some(env!("CARGO_PKG_VERSION")),
        ..plain(&state, "healthy")
    };
    answer(StatusCode::OK, health)
}

/// The service and its parts.
#[utoipa::path(get, path = "/health/detailed", tag = "operation", security(()), responses(
    (status = 200, description = "It works, perhaps without a part that it can do without", body = Health),
    (status = 503, description = "It cannot work", body = Health)))]
pub(super) async fn detailed(State(state): State<AppState>) -> Response {
    let services = look(&state).await;
    let (status, word) = match (
        services.database.is_up(),
        services.redis.is_up() && services.rabbitmq.is_up(),
    ) {
        (true, true) => (StatusCode::OK, "healthy"),
        (true, false) => (StatusCode::OK, "degraded"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "unhealthy"),
    };
    let health = Health {
        uptime: Some(state.readiness.uptime()),
        version: Some(env!("CARGO_PKG_VERSION")),
        services: Some(services),
        ..plain(&state, word)
    };
    answer(status, health)
}

/// Whether to send requests here.
#[utoipa::path(get, path = "/health/ready", tag = "operation", security(()), responses(
    (status = 200, description = "Send requests", body = Health),
    (status = 503, description = "Send none: the database is away, or the process is about to end", body = Health)))]
pub(super) async fn ready(State(state): State<AppState>) -> Response {
    let taking = state.readiness.taking.load(Ordering::SeqCst);
    let timeout = state.config.health.timeout;
    if taking
        && timed(timeout, postgres::ping(&state.parts.pool))
            .await
            .is_up()
    {
        return answer(StatusCode::OK, plain(&state, "ready"));
    }
    answer(StatusCode::SERVICE_UNAVAILABLE, plain(&state, "not_ready"))
}

/// Whether the process should live on. No part of ours can make this fail.
#[utoipa::path(get, path = "/health/live", tag = "operation", security(()), responses((status = 200, description = "It lives", body = Health)))]
pub(super) async fn live(State(state): State<AppState>) -> Response {
    answer(
        StatusCode::OK,
        Health {
            uptime: Some(state.readiness.uptime()),
            ..plain(&state, "alive")
        },
    )
}

/// Looks at all parts at once, each for as long as `HEALTH_CHECK_TIMEOUT`.
pub(super) async fn look(state: &AppState) -> Services {
    let timeout = state.config.health.timeout;
    let parts = &state.parts;
    let (database, redis, rabbitmq) = tokio::join!(
        timed(timeout, postgres::ping(&parts.pool)),
        timed(timeout, parts.redis.ping()),
        timed(timeout, parts.publisher.ready()),
    );
    Services {
        database,
        redis,
        rabbitmq,
    }
}

/// Which parts answer, by name: for the metric.
pub async fn parts_up(state: &AppState) -> [(&'static str, bool); 3] {
    let Services {
        database,
        redis,
        rabbitmq,
    } = look(state).await;
    [
        ("database", database.is_up()),
        ("redis", redis.is_up()),
        ("rabbitmq", rabbitmq.is_up()),
    ]
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

fn plain(state: &AppState, status: &'static str) -> Health {
    Health {
        status,
        timestamp: state.services.clock.now(),
        uptime: None,
        version: None,
        services: None,
    }
}

fn answer(status: StatusCode, health: Health) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(health)).into_response()
}
