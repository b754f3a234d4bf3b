//! Which other sites' scripts may call the API (Fetch, section 3.2). Browsers ask; nobody else has to
//! obey. The API reads no cookies, so what it allows here gives nobody's session away.

use crate::{
    config::{CorsSection, OneOf},
    http::middleware::{idempotency, rate_limit, request_id},
};
use axum::{extract::Request, response::Response};
use futures::future::{Either, MapOk, TryFutureExt};
use http::{HeaderValue, Method, header};
use std::{
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tower::{Layer, Service};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, Any, CorsLayer};

/// How long a browser need not ask again.
const MAX_AGE: Duration = Duration::from_mins(10);
/// What an answer depends on, as the layer for browsers says it too.
const VARY: HeaderValue = HeaderValue::from_static(
    "origin, access-control-request-method, access-control-request-headers",
);

/// The layer of these rules.
pub fn layer(rules: &CorsSection) -> Cors {
    Cors(of(rules))
}

/// Answers browsers that ask for another site. Who names no `Origin` is none of them: they pass, and only learn that
/// a browser might be told otherwise.
#[derive(Clone, Debug)]
pub struct Cors(CorsLayer);

impl<S: Clone> Layer<S> for Cors {
    type Service = CorsService<S>;

    fn layer(&self, inner: S) -> CorsService<S> {
        CorsService {
            browsers: Arc::new(self.0.layer(inner.clone())),
            others: inner,
        }
    }
}

/// See [`Cors`].
#[derive(Debug)]
pub struct CorsService<S> {
    browsers: Arc<tower_http::cors::Cors<S>>,
    others: S,
}

impl<S: Clone> Clone for CorsService<S> {
    fn clone(&self) -> Self {
        Self {
            browsers: Arc::clone(&self.browsers),
            others: self.others.clone(),
        }
    }
}

type Browsers<S> = tower_http::cors::ResponseFuture<<S as Service<Request>>::Future>;
type Others<S> = MapOk<<S as Service<Request>>::Future, fn(Response) -> Response>;

impl<S> Service<Request> for CorsService<S>
where
    S: Service<Request, Response = Response> + Clone,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Either<Browsers<S>, Others<S>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.others.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let asks = request.method() == Method::OPTIONS;
        if asks || request.headers().contains_key(header::ORIGIN) {
            let mut browsers = tower_http::cors::Cors::clone(&self.browsers);
            Either::Left(browsers.call(request))
        } else {
            Either::Right(self.others.call(request).map_ok(varied as fn(_) -> _))
        }
    }
}

/// What keeps answers has to ask again where a browser asks for another site.
fn varied(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, VARY);
    response
}

fn of(rules: &CorsSection) -> CorsLayer {
    let layer = CorsLayer::new()
        .max_age(MAX_AGE)
        .allow_credentials(rules.credentials)
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            request_id::HEADER,
            idempotency::REPLAYED,
            rate_limit::LIMIT,
            rate_limit::REMAINING,
            rate_limit::RESET,
            rate_limit::POLICY,
        ]);
    let layer = match &rules.origins {
        OneOf::All => layer.allow_origin(Any),
        OneOf::These(origins) => layer.allow_origin(AllowOrigin::list(origins.iter().cloned())),
    };
    let layer = match &rules.methods {
        OneOf::All => layer.allow_methods(Any),
        OneOf::These(methods) => layer.allow_methods(AllowMethods::list(methods.iter().cloned())),
    };
    match &rules.headers {
        OneOf::All => layer.allow_headers(Any),
        OneOf::These(names) => layer.allow_headers(AllowHeaders::list(names.iter().cloned())),
    }
}
