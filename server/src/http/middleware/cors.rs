//! Which other sites' scripts may call the API (Fetch, section 3.2). Browsers ask; nobody else has to
//! obey. The API reads no cookies, so what it allows here gives nobody's session away.

use crate::{
    config::{CorsSection, OneOf},
    http::middleware::{idempotency, rate_limit, request_id},
};
use http::header;
use std::time::Duration;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, Any, CorsLayer};

/// How long a browser need not ask again.
const MAX_AGE: Duration = Duration::from_mins(10);

/// The layer of these rules.
pub fn layer(rules: &CorsSection) -> CorsLayer {
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
