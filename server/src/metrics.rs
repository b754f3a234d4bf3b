//! Numbers for Prometheus, under the specification's names.

use crate::http::AppState;
use axum::{
    Router,
    extract::{FromRef, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use sqlx::PgPool;

/// Upper edges in seconds: around the specification's targets of 50, 200, 300 and 500 ms.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 5.0,
];

/// The recorder's other end.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
    pool: Option<PgPool>,
}

impl FromRef<AppState> for Metrics {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl Metrics {
    /// Installs the recorder of this process, or takes the one that is there. Of a pool, where the
    /// process has one, the connections are told.
    ///
    /// # Errors
    /// The recorder cannot be made.
    pub fn install(pool: Option<PgPool>) -> Result<Self, BuildError> {
        static RECORDER: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
        if let Some(handle) = RECORDER.get() {
            return Ok(Self {
                handle: handle.clone(),
                pool,
            });
        }
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
            .build_recorder();
        let handle = recorder.handle();
        // Somebody may have been quicker; then theirs is the recorder of the process.
        let handle = match metrics::set_global_recorder(recorder) {
            Ok(()) => RECORDER.get_or_init(|| handle).clone(),
            Err(_) => RECORDER.get().cloned().unwrap_or(handle),
        };
        describe();
        begin_at_zero();
        Ok(Self { handle, pool })
    }

    fn render(&self) -> String {
        if let Some(pool) = &self.pool {
            let (size, idle) = (pool.size(), pool.num_idle());
            let idle = u32::try_from(idle).unwrap_or(u32::MAX);
            metrics::gauge!("user_service_database_connections", "state" => "idle").set(idle);
            metrics::gauge!("user_service_database_connections", "state" => "used")
                .set(size.saturating_sub(idle));
            let most = pool.options().get_max_connections();
            metrics::gauge!("user_service_database_connections_max").set(most);
        }
        self.handle.render()
    }

    /// Adds what was measured to its buckets.
    pub(crate) fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

/// The route of the metrics.
pub fn routes(path: &str, metrics: Metrics) -> Router {
    Router::new().route(path, get(scrape)).with_state(metrics)
}

/// Numbers for Prometheus, on the path that `METRICS_PATH` names.
#[utoipa::path(get, path = "/metrics", tag = "operation", security(()), responses(
    (status = 200, description = "Numbers in Prometheus' text format", body = String, content_type = "text/plain")))]
pub(crate) async fn scrape(State(metrics): State<Metrics>) -> Response {
    let content_type = "text/plain; version=0.0.4; charset=utf-8";
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "no-store"),
        ],
        metrics.render(),
    )
        .into_response()
}

fn describe() {
    describe_counter!(
        "user_service_requests_total",
        "HTTP requests by method, route template and status."
    );
    describe_histogram!(
        "user_service_request_duration_seconds",
        Unit::Seconds,
        "HTTP request duration in seconds."
    );
    describe_gauge!(
        "user_service_database_connections",
        "Connections to Postgres by state."
    );
    describe_gauge!(
        "user_service_database_connections_max",
        "Most connections to Postgres that the process may have."
    );
    describe_counter!(
        "user_service_database_timeouts_total",
        "Waits for a connection to Postgres that were in vain."
    );
    describe_gauge!(
        "user_service_replica_behind_seconds",
        Unit::Seconds,
        "How long ago it is that the replica showed everything, 0 without one; beyond 1 it is not read from."
    );
    describe_counter!(
        "user_service_replica_reads_total",
        "Readings that a replica may answer by result: replica, primary (the reader or the replica was not fit), or failed and then asked of the primary."
    );
    describe_counter!(
        "user_service_audit_seal_failures_total",
        "Times that entries of the audit log could not be sealed and wait."
    );
    describe_counter!(
        "user_service_cache_reads_total",
        "Cache reads by cache and result: hit, miss, or bypass while Redis is away."
    );
    describe_counter!(
        "user_service_cache_fills_refused_total",
        "Fills refused because the truth changed while they were made."
    );
    describe_counter!(
        "user_service_cache_failures_total",
        "Cache operations that Redis did not take."
    );
    describe_counter!(
        "user_service_rate_limited_total",
        "Requests refused because a budget was spent, by budget."
    );
    describe_counter!(
        "user_service_rate_limit_fallbacks_total",
        "Requests counted by one process alone because Redis did not answer."
    );
    describe_counter!("user_service_registrations_total", "Accounts created.");
    describe_counter!(
        "user_service_enrollments_total",
        "Courses begun, or taken up again."
    );
    describe_counter!(
        "user_service_events_published_total",
        "Events that the broker confirmed, by type."
    );
    describe_counter!(
        "user_service_events_unrouted_total",
        "Events that no queue was bound for, by type."
    );
    describe_counter!(
        "user_service_events_consumed_total",
        "Events of others by result."
    );
    describe_gauge!(
        "user_service_outbox_depth",
        "Events that wait to be published."
    );
    describe_gauge!(
        "user_service_outbox_lag_seconds",
        Unit::Seconds,
        "Age of the oldest event that waits to be published."
    );
    describe_gauge!(
        "user_service_dependency_up",
        "Whether a part that we stand on answered when last looked at."
    );
    describe_gauge!(
        "user_service_inbox_depth",
        "Events of others that wait to be taken in."
    );
    describe_gauge!(
        "user_service_dead_letters",
        "Events of others that were put aside for a person."
    );
    describe_media();
}

/// Numbers of the media-service.
fn describe_media() {
    describe_gauge!(
        "media_service_inbox_depth",
        "Messages of storage that wait to be taken in."
    );
    describe_gauge!(
        "media_service_dead_letters",
        "Messages of storage that were put aside for a person."
    );
    describe_counter!(
        "media_service_messages_total",
        "Messages of storage by what became of them."
    );
    describe_counter!(
        "media_service_images_total",
        "Uploads by result: ready, gone, or the reason why there are no pictures."
    );
    describe_histogram!(
        "media_service_image_duration_seconds",
        Unit::Seconds,
        "Time from the bytes of an upload to its pictures, in seconds."
    );
    describe_gauge!(
        "media_service_images_in_flight",
        "Uploads of which pictures are being made."
    );
}

/// Counters of what should never happen are there before it does: a first fault would otherwise be no
/// increase.
fn begin_at_zero() {
    metrics::counter!("user_service_audit_seal_failures_total").increment(0);
    metrics::counter!("user_service_database_timeouts_total").increment(0);
    metrics::gauge!("user_service_replica_behind_seconds").set(0);
    for result in ["replica", "primary", "failed"] {
        metrics::counter!("user_service_replica_reads_total", "result" => result).increment(0);
    }
    metrics::counter!("user_service_rate_limit_fallbacks_total").increment(0);
    for budget in ["api", "service", "pages", "sign_in", "uploads"] {
        metrics::counter!("user_service_rate_limited_total", "budget" => budget).increment(0);
    }
    metrics::counter!("user_service_cache_fills_refused_total", "cache" => "profile").increment(0);
    for operation in ["fill", "invalidate"] {
        metrics::counter!("user_service_cache_failures_total", "operation" => operation)
            .increment(0);
    }
    for result in [
        "applied",
        "ignored",
        "malformed",
        "retried",
        "postponed",
        "dead",
    ] {
        metrics::counter!("user_service_events_consumed_total", "result" => result).increment(0);
        metrics::counter!("media_service_messages_total", "result" => result).increment(0);
    }
    metrics::gauge!("media_service_images_in_flight").increment(0);
}
