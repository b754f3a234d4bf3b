//! One log line and two numbers a request. No e-mail, address, token or body is ever in them.

use axum::extract::{MatchedPath, Request};
use http::StatusCode;
use metrics::{Counter, Histogram, Label, SharedString};
use std::{cell::RefCell, collections::HashMap, sync::Arc, time::Instant};

/// The label of everything that is no route.
const UNMATCHED: &str = "unmatched";
/// Folders of built files, which have one label.
const FILES: [&str; 2] = ["/pkg/", "/fonts/"];

/// A request that is under way.
pub struct Seen {
    started: Instant,
    method: &'static str,
    route: Route,
}

/// What a request is counted as.
enum Route {
    Matched(MatchedPath),
    Files,
    Unmatched,
}

type ByRoute = HashMap<Arc<str>, Series>;

/// The numbers of one method, route and status.
#[derive(Clone)]
struct Series {
    requests: Counter,
    seconds: Histogram,
}

thread_local! {
    /// Looked up by name once a thread: a lookup makes and compares a dozen strings.
    static SERIES: RefCell<HashMap<(&'static str, u16), ByRoute>> = RefCell::default();
}

impl Seen {
    /// Notes that it has begun.
    pub fn begin(request: &Request) -> Self {
        Self {
            started: Instant::now(),
            method: method_label(request.method()),
            route: Route::of(request),
        }
    }

    /// Logs and counts it.
    pub fn end(self, status: StatusCode) {
        let Self {
            started,
            method,
            route,
        } = self;
        let duration = started.elapsed();
        let (route, status) = (route.label(), status.as_u16());
        let series = Series::of(method, route, status);
        series.requests.increment(1);
        series.seconds.record(duration.as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "milliseconds for a person")]
        let duration_ms = duration.as_micros() as f64 / 1000.0;
        tracing::info!(method, route, status, duration_ms, "request answered");
    }
}

impl Series {
    /// The same for all who ask on this thread.
    fn of(method: &'static str, route: &str, status: u16) -> Self {
        SERIES.with_borrow_mut(|all| {
            let routes = all.entry((method, status)).or_default();
            if let Some(series) = routes.get(route) {
                return series.clone();
            }
            let route: Arc<str> = route.into();
            let series = Self::find(method, &route, status);
            routes.insert(route, series.clone());
            series
        })
    }

    fn find(method: &'static str, route: &Arc<str>, status: u16) -> Self {
        let labels = [
            Label::from_static_parts("method", method),
            Label::new("route", SharedString::from_shared(route.clone())),
            Label::new("status", status.to_string()),
        ];
        Self {
            requests: metrics::counter!("user_service_requests_total", labels.iter()),
            seconds: metrics::histogram!(
                "user_service_request_duration_seconds",
                labels[..2].iter()
            ),
        }
    }
}

impl Route {
    fn of(request: &Request) -> Self {
        if let Some(route) = request.extensions().get::<MatchedPath>() {
            return Self::Matched(route.clone());
        }
        let path = request.uri().path();
        if FILES.iter().any(|folder| path.starts_with(folder)) {
            Self::Files
        } else {
            Self::Unmatched
        }
    }

    /// The template, never the address: addresses are as many as people.
    fn label(&self) -> &str {
        match self {
            Self::Matched(route) => route.as_str(),
            Self::Files => "files",
            Self::Unmatched => UNMATCHED,
        }
    }
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
