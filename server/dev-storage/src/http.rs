//! The storage over HTTP: S3 as s3s reads it, and around it what browsers need.

mod cors;
mod unchanged;

use crate::{Error, rules::Rules};
use axum::{
    Router,
    body::Body,
    extract::Request,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header::X_CONTENT_TYPE_OPTIONS};
use s3s::service::S3Service;
use std::{future::IntoFuture as _, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::set_header::SetResponseHeaderLayer;

/// How long open requests may go on after the stop.
const GRACE: Duration = Duration::from_secs(3);

pub(crate) async fn serve(
    listener: TcpListener,
    service: S3Service,
    rules: Arc<Rules>,
    stop: CancellationToken,
) -> Result<(), Error> {
    let server = axum::serve(listener, router(service, rules))
        .with_graceful_shutdown(stop.clone().cancelled_owned());
    tracing::info!("dev-storage is ready");
    tokio::select! {
        ended = server.into_future() => Ok(ended?),
        () = async { stop.cancelled().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("requests were still open at the end of the grace time");
            Ok(())
        }
    }
}

fn router(service: S3Service, rules: Arc<Rules>) -> Router {
    // What somebody has uploaded is what its type says, and never a page.
    let nosniff = HeaderValue::from_static("nosniff");
    Router::new()
        .fallback(move |request| answer(service.clone(), request))
        .layer(from_fn(unchanged::answer_shortly))
        .layer(from_fn_with_state(rules, cors::answer_pages))
        .layer(SetResponseHeaderLayer::overriding(
            X_CONTENT_TYPE_OPTIONS,
            nosniff,
        ))
}

async fn answer(service: S3Service, request: Request) -> Response {
    match service.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "the storage could not answer");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
