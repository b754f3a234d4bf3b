//! What every request passes, in one layer: see `gate`.

use super::{observe::Seen, request_id, security_headers};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use service::Clock;
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

/// Names the request, logs and counts it, and makes its answer safe to show.
pub async fn every(State(rules): State<Rules>, mut request: Request, next: Next) -> Response {
    let id = request_id::set(&rules.clock, &mut request);
    let seen = Seen::begin(&request, &id);
    let mut response = next.run(request).instrument(seen.span()).await;
    if rules.security_headers {
        security_headers::add(response.headers_mut(), rules.https);
    }
    seen.end(response.status());
    id.tell(response.headers_mut());
    response
}
