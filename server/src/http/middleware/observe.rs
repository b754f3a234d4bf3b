//! One log line and two numbers a request. No e-mail, address, token or body is ever in them.

use super::request_id::RequestId;
use axum::extract::{MatchedPath, Request};
use http::StatusCode;
use metrics::{Label, SharedString};
use std::{sync::Arc, time::Instant};
use tracing::Span;

/// The label of everything that is no route.
const UNMATCHED: &str = "unmatched";
/// Folders of built files, which have one label.
const FILES: [&str; 2] = ["/pkg/", "/fonts/"];

/// A request that is under way.
pub struct Seen {
    started: Instant,
    method: &'static str,
    route: Arc<str>,
    span: Span,
}

impl Seen {
    /// Notes that it has begun.
    pub fn begin(request: &Request, id: &RequestId) -> Self {
        Self {
            started: Instant::now(),
            method: method_label(request.method()),
            route: route_label(request),
            span: tracing::info_span!("request", request_id = %id.0),
        }
    }

    /// What its log lines stand under.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Logs and counts it.
    pub fn end(self, status: StatusCode) {
        let Self {
            started,
            method,
            route,
            span,
        } = self;
        let duration = started.elapsed();
        let labels = [
            Label::from_static_parts("method", method),
            Label::new("route", SharedString::from_shared(route.clone())),
            Label::new("status", status.as_str().to_owned()),
        ];
        metrics::counter!("user_service_requests_total", labels.iter()).increment(1);
        metrics::histogram!("user_service_request_duration_seconds", labels[..2].iter())
            .record(duration.as_secs_f64());
        let _entered = span.entered();
        let (route, status) = (&*route, status.as_u16());
        #[expect(clippy::cast_precision_loss, reason = "milliseconds for a person")]
        let duration_ms = duration.as_micros() as f64 / 1000.0;
        tracing::info!(
            method,
            route,
            status,
            duration_ms,
            "{method} {route} answered {status}"
        );
    }
}

/// The template, never the address: addresses are as many as people.
fn route_label(request: &Request) -> Arc<str> {
    if let Some(route) = request.extensions().get::<MatchedPath>() {
        return route.as_str().into();
    }
    let is_file = FILES
        .iter()
        .any(|folder| request.uri().path().starts_with(folder));
    if is_file { "files" } else { UNMATCHED }.into()
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
