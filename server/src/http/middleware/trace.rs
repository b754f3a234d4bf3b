//! One span a request for a collector of traces, by the names of OpenTelemetry's semantic conventions.

use crate::traces::go_on;
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{Next, from_fn},
    response::Response,
};
use tracing::{Instrument, field::Empty};

/// The label of everything that is no route.
const UNMATCHED: &str = "unmatched";

/// This router, each request of which is followed.
pub fn traced(router: Router) -> Router {
    router.layer(from_fn(trace))
}

/// Follows a request, as a part of its caller's trace where the caller has one.
async fn trace(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or(UNMATCHED, MatchedPath::as_str);
    let method = request.method().as_str();
    let span = tracing::info_span!(
        "http",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        // Recorded by whoever takes or makes it.
        request_id = Empty,
    );
    go_on(&span, request.headers());
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    response
}
