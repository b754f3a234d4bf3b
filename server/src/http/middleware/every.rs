//! What every request passes, in one layer: see `gate`.

use super::{
    around::{Below, Next},
    observe::Seen,
    request_id, security_headers,
};
use crate::http::router::panicked;
use axum::{extract::Request, response::Response};
use futures::FutureExt;
use service::Clock;
use std::{panic::AssertUnwindSafe, pin::pin};
use tracing::Instrument;

/// What is put around every answer.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What ids of requests are made of.
    pub clock: Clock,
    /// `HELMET_ENABLED`
    pub security_headers: bool,
    /// Whether browsers reach us over TLS.
    pub https: bool,
}

/// Names the request, logs and counts it, and makes its answer safe to show; a panic is answered too.
pub async fn every<S: Below>(rules: Rules, mut request: Request, next: Next<S>) -> Response {
    let id = request_id::set(&rules.clock, &mut request);
    let seen = Seen::begin(&request, &id);
    // Where it is: it is large.
    let answering = pin!(next.run(request));
    let caught = AssertUnwindSafe(answering).catch_unwind();
    let answered = caught.instrument(seen.span()).await;
    let mut response = answered.unwrap_or_else(panicked);
    if rules.security_headers {
        security_headers::add(response.headers_mut(), rules.https);
    }
    seen.end(response.status());
    id.tell(response.headers_mut());
    response
}
