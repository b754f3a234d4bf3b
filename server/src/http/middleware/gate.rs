//! What every request of the API passes, in one layer: axum clones all that is below a layer for each
//! request, so what ten layers cost grows with their square.

use super::{accept, idempotency, rate_limit};
use crate::http::{AppState, auth, error::ApiError};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

/// Takes JSON, names its caller, is within their budget, and is not one that was answered already.
pub async fn gate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if !accept::takes_json(request.headers()) {
        return ApiError::of_status(StatusCode::NOT_ACCEPTABLE).into_response();
    }
    let ctx = auth::caller(&state, request.headers(), request.extensions());
    match ctx.await {
        Ok(ctx) => request.extensions_mut().insert(ctx),
        Err(error) => {
            let address = state.limits.address(&request);
            return rate_limit::turned_away(&state.limits, address, error.into_response()).await;
        }
    };
    let taken = rate_limit::take(&state.limits, &mut request).await;
    let response = match &taken {
        Some(taken) if !taken.passes() => taken.refusal(),
        _ => idempotency::replay(&state, request, next).await,
    };
    match taken {
        Some(taken) => taken.tell(response).await,
        None => response,
    }
}
