//! Every route of the product in one list.

use super::{
    AppState, auth,
    docs::{self, Frame},
    envelope,
    error::ApiError,
    health,
    middleware::{accept, idempotency, observe, request_id, security_headers},
    pages, sign_in,
    v1::users::{create, get_me, get_one, update_me},
};
use crate::metrics;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::get,
};
use contract::limits::JSON_BODY_MAX;
use http::{HeaderValue, StatusCode, header};
use std::{any::Any, time::Duration};
use tower_http::{
    catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer, timeout::TimeoutLayer,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

/// No request of ours has reason to run longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The routes that the OpenAPI document describes.
pub(super) fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Frame::openapi())
        .routes(routes!(health::basic))
        .routes(routes!(health::detailed))
        .routes(routes!(health::ready))
        .routes(routes!(health::live))
        .routes(routes!(metrics::scrape))
        .nest("/api/v1", api())
}

/// `/api/v1`
fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            get_me::get_me,
            update_me::put_me,
            update_me::patch_me
        ))
        .routes(routes!(get_me::get_profile, update_me::put_profile))
        .routes(routes!(create::create))
        .routes(routes!(get_one::get_one))
}

/// The whole service: API, health, documents, pages.
pub fn router(state: &AppState) -> Router {
    let (_, document) = documented().split_for_parts();
    let clock = state.services.clock.clone();
    let (v1, _) = api().split_for_parts();
    let v1 = v1.method_not_allowed_fallback(|| async {
        ApiError::of_status(StatusCode::METHOD_NOT_ALLOWED)
    });
    // Every address under `/api` is answered by the API, also those that nothing is at.
    let api = Router::new()
        .nest("/v1", v1)
        .fallback(|| async { ApiError::of_status(StatusCode::NOT_FOUND) })
        .layer(DefaultBodyLimit::max(JSON_BODY_MAX))
        .layer(from_fn_with_state(state.clone(), idempotency::replay))
        .layer(from_fn_with_state(state.clone(), auth::bearer))
        .layer(from_fn(accept::json_only))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_TIMEOUT,
        ))
        .layer(from_fn_with_state(clock.clone(), envelope::frame));
    let reader_policy = HeaderValue::from_static(docs::READER_POLICY);
    let reader = Router::from(SwaggerUi::new(docs::READER).url(docs::DOCUMENT, document)).layer(
        SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, reader_policy),
    );
    let mut site = Router::new()
        .route("/health", get(health::basic))
        .route("/health/detailed", get(health::detailed))
        .route("/health/ready", get(health::ready))
        .route("/health/live", get(health::live))
        .nest("/api", api)
        .with_state(state.clone())
        .merge(reader)
        .merge(sign_in::routes(state))
        .merge(pages::routes(state));
    if state.config.metrics.enabled {
        site = site.merge(metrics::routes(
            &state.config.metrics.path,
            state.metrics.clone(),
        ));
    }
    let server = &state.config.server;
    site = site.layer(CatchPanicLayer::custom(panicked));
    if server.security_headers {
        site = site.layer(from_fn_with_state(server.is_https(), security_headers::add));
    }
    site.layer(from_fn(observe::observe))
        .layer(from_fn_with_state(clock, request_id::set))
}

/// A panic is a fault of ours like any other: logged, counted, answered.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer gives the box away"
)]
fn panicked(cause: Box<dyn Any + Send>) -> axum::response::Response {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    ApiError::internal(cause).into_response()
}
