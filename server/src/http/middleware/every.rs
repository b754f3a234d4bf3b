//! What every request passes, in one layer: see `gate`.

use super::{
    around::{Below, Next},
    observe::Seen,
    request_id, security_headers,
};
use crate::{http::router::panicked, logging};
use axum::{extract::Request, response::Response};
use futures::FutureExt;
use service::Clock;
use std::{panic::AssertUnwindSafe, pin::pin};

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
    #[cfg(feature = "otel")]
    tracing::Span::current().record("request_id", &*id.0);
    let seen = Seen::begin(&request);
    // Where it is: it is large.
    let answering = pin!(next.run(request));
    let caught = AssertUnwindSafe(answering).catch_unwind();
    let answering = async {
        let response = caught.await.unwrap_or_else(panicked);
        seen.end(response.status());
        response
    };
    let mut response = logging::lines_of(id.0.clone(), answering).await;
    if rules.security_headers {
        security_headers::add(response.headers_mut(), rules.https);
    }
    id.tell(response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::{super::around::around, *};
    use crate::logging::tests::logged;
    use axum::{Router, body::Body, routing::get};
    use serde_json::json;
    use tower::ServiceExt as _;

    async fn happens() {
        tracing::warn!("something happens");
    }

    async fn fails() -> &'static str {
        panic!("a fault")
    }

    #[test]
    fn every_line_of_a_request_bears_the_id_that_its_answer_bears() {
        let rules = Rules {
            clock: Clock::system(),
            security_headers: true,
            https: false,
        };
        let router = Router::new()
            .route("/things/{id}", get(happens))
            .route("/faults", get(fails))
            .layer(around(rules, every));
        let asked = |address: &str| Request::get(address).body(Body::empty()).unwrap();
        let mut ids = Vec::new();
        let lines = logged(|| {
            for address in ["/things/1", "/things/2", "/faults", "/nothing"] {
                let answering = router.clone().oneshot(asked(address));
                let response = futures::executor::block_on(answering).unwrap();
                let id = &response.headers()[request_id::HEADER];
                ids.push(id.to_str().unwrap().to_owned());
            }
        });
        let told: Vec<_> = lines
            .iter()
            .map(|line| ["message", "request_id", "route", "status"].map(|name| &line[name]))
            .map(|told| json!(told))
            .collect();
        let answered = |id: &str, route, status| json!(["request answered", id, route, status]);
        assert_eq!(
            told,
            [
                json!(["something happens", ids[0], null, null]),
                answered(&ids[0], "/things/{id}", 200),
                json!(["something happens", ids[1], null, null]),
                answered(&ids[1], "/things/{id}", 200),
                json!(["request failed inside", ids[2], null, null]),
                answered(&ids[2], "/faults", 500),
                answered(&ids[3], "unmatched", 404),
            ]
        );
        assert_ne!(ids[0], ids[1]);
    }
}
