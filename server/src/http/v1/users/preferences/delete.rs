//! `DELETE /users/{id}/preferences/{category}/{key}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, CategoryPath, KeyPath, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    UserId,
    envelope::{Deleted, Success},
    preference::PreferenceCategory,
};
use service::Services;

/// Deletes one preference. One that shows a setting goes back to what a new account has.
#[utoipa::path(delete, path = "/users/{id}/preferences/{category}/{key}", tag = "preferences",
    params(("id" = UserId, Path, description = "The caller's own id, or `me`"), ("category" = PreferenceCategory, Path, description = "The category"),
        ("key" = String, Path, pattern = "^[a-z][a-z0-9_.-]{0,63}$", description = "The key")),
    responses((status = 200, description = "It is gone", body = Success<Deleted>), Failures))]
pub(crate) async fn delete_preference(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CategoryPath(category): CategoryPath,
    KeyPath(key): KeyPath,
) -> ApiResult<Answer<Deleted>> {
    services.preference.remove(&ctx, id, category, &key).await?;
    Ok(Answer::ok(&ctx, Deleted::YES).message("Preference deleted successfully"))
}
