//! What every request of the API passes, in one layer: axum clones all that is below a layer for each
//! request, and moves what is under way through each.

use super::{
    accept,
    around::{Below, Next},
    idempotency, rate_limit,
    request_id::RequestId,
};
use crate::http::{AppState, auth, envelope::framed, error::ApiError, router::panicked};
use axum::{
    extract::{DefaultBodyLimit, Request},
    response::{IntoResponse, Response},
};
use contract::limits::JSON_BODY_MAX;
use futures::FutureExt;
use http::StatusCode;
use http_body::Body as _;
use std::{panic::AssertUnwindSafe, pin::pin, time::Duration};
use tokio::time::timeout;

/// No request of ours has reason to run longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Ends in time, whatever happens, with an answer in its frame.
pub async fn gate<S: Below>(state: AppState, mut request: Request, next: Next<S>) -> Response {
    if !request.body().is_end_stream() {
        DefaultBodyLimit::max(JSON_BODY_MAX).apply(&mut request);
    }
    let id = request.extensions().get::<RequestId>().cloned();
    // Where it is: it is large.
    let passed = pin!(pass(&state, request, next));
    let caught = AssertUnwindSafe(passed).catch_unwind();
    let response = match timeout(REQUEST_TIMEOUT, caught).await {
        Ok(Ok(response)) => response,
        Ok(Err(cause)) => panicked(cause),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    framed(response, &id.unwrap_or_default().0, &state.services.clock)
}

/// Takes JSON, names its caller, is within their budget, and is not one that was answered already.
async fn pass<S: Below>(state: &AppState, mut request: Request, next: Next<S>) -> Response {
    if !accept::takes_json(request.headers()) {
        return ApiError::of_status(StatusCode::NOT_ACCEPTABLE).into_response();
    }
    let ctx = auth::caller(state, request.headers(), request.extensions());
    match ctx.await {
        Ok(ctx) => request.extensions_mut().insert(ctx),
        Err(error) => {
            let address = state.limits.address(&request);
            let refused = error.into_response();
            return Box::pin(rate_limit::turned_away(&state.limits, address, refused)).await;
        }
    };
    let taken = rate_limit::take(&state.limits, &mut request).await;
    let response = match &taken {
        Some(taken) if !taken.passes() => taken.refusal(),
        _ => idempotency::replay(state, request, next).await,
    };
    match taken {
        Some(taken) => taken.tell(response).await,
        None => response,
    }
}
