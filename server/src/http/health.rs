//! Is it alive, is it ready, and how are its parts?

mod parts;

pub use parts::{HealthState, parts_up};

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use http::{StatusCode, header};
use parts::{Services, look, needed};
use serde::Serialize;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
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

/// The routes of a process that the OpenAPI document does not describe.
pub fn routes(state: HealthState) -> Router {
    Router::new()
        .route("/health", get(basic))
        .route("/health/detailed", get(detailed))
        .route("/health/ready", get(ready))
        .route("/health/live", get(live))
        .with_state(state)
}

/// The service answers.
#[utoipa::path(get, path = "/health", tag = "operation", security(()), responses((status = 200, description = "It answers", body = Health)))]
pub(super) async fn basic(State(state): State<HealthState>) -> Response {
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
pub(super) async fn detailed(State(state): State<HealthState>) -> Response {
    let services = look(&state).await;
    let all = services.named().all(|(_, part)| part.is_up());
    let (status, word) = match (services.needed().is_up(), all) {
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
pub(super) async fn ready(State(state): State<HealthState>) -> Response {
    let taking = state.readiness.taking.load(Ordering::SeqCst);
    if taking && needed(&state).await.is_up() {
        return answer(StatusCode::OK, plain(&state, "ready"));
    }
    answer(StatusCode::SERVICE_UNAVAILABLE, plain(&state, "not_ready"))
}

/// Whether the process should live on. No part of ours can make this fail.
#[utoipa::path(get, path = "/health/live", tag = "operation", security(()), responses((status = 200, description = "It lives", body = Health)))]
pub(super) async fn live(State(state): State<HealthState>) -> Response {
    answer(
        StatusCode::OK,
        Health {
            uptime: Some(state.readiness.uptime()),
            ..plain(&state, "alive")
        },
    )
}

fn plain(state: &HealthState, status: &'static str) -> Health {
    Health {
        status,
        timestamp: state.clock.now(),
        uptime: None,
        version: None,
        services: None,
    }
}

fn answer(status: StatusCode, health: Health) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(health)).into_response()
}
