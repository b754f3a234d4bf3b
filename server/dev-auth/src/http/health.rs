//! `/health`: whether the provider can do its work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::json;

use crate::state::Provider;

pub(super) async fn health(State(provider): State<Provider>) -> impl IntoResponse {
    match sqlx::query("SELECT 1").execute(&provider.pool).await {
        Ok(_) => (StatusCode::OK, Json(json!({ "status": "healthy" }))),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({ "status": "unhealthy" })),
            )
        }
    }
}
