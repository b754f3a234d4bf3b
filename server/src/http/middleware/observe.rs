//! One log line and two numbers a request. No e-mail, address, token or body is ever in them.

use super::request_id::RequestId;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

/// The label of everything that is no route.
const UNMATCHED: &str = "unmatched";
/// Folders of built files, which have one label.
const FILES: [&str; 2] = ["/pkg/", "/fonts/"];

/// Logs and counts.
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = route_label(&request);
    let method = method_label(request.method());
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .cloned()
        .unwrap_or_default();
    let span = tracing::info_span!("request", request_id = %request_id.0);
    let response = next.run(request).instrument(span.clone()).await;
    let duration = started.elapsed();
    let status = response.status().as_u16();
    let labels = [
        ("method", method.to_owned()),
        ("route", route.clone()),
        ("status", status.to_string()),
    ];
    metrics::counter!("user_service_requests_total", &labels).increment(1);
    metrics::histogram!("user_service_request_duration_seconds", &labels[..2])
        .record(duration.as_secs_f64());
    let _entered = span.entered();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds for a person")]
    let duration_ms = duration.as_micros() as f64 / 1000.0;
    tracing::info!(
        method,
        route,
        status,
        duration_ms,
        "{method} {route} answered {status}"
    );
    response
}

/// The template, never the address: addresses are as many as people.
fn route_label(request: &Request) -> String {
    if let Some(route) = request.extensions().get::<MatchedPath>() {
        return route.as_str().to_owned();
    }
    let is_file = FILES
        .iter()
        .any(|folder| request.uri().path().starts_with(folder));
    if is_file { "files" } else { UNMATCHED }.to_owned()
}

/// Anybody may make up a method; the label may not grow with them.
fn method_label(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
