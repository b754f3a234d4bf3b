//! `GET /users/{id}/preferences` and `GET /users/{id}/preferences/{category}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, CategoryPath, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    UserId,
    envelope::Success,
    preference::{PreferenceCategory, PreferenceView},
};
use service::Services;

/// Every preference of a person, by category and key: for themselves, admins of the tenant, and
/// services with `users:read`.
#[utoipa::path(get, path = "/users/{id}/preferences", tag = "preferences",
    params(("id" = UserId, Path, description = "The person's id, or `me`")),
    responses((status = 200, description = "The preferences", body = Success<Vec<PreferenceView>>), Failures))]
pub(crate) async fn list_preferences(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
) -> ApiResult<Answer<Vec<PreferenceView>>> {
    let preferences = services.preference.list(&ctx, id).await?;
    Ok(Answer::ok(&ctx, preferences))
}

/// The same of one category.
#[utoipa::path(get, path = "/users/{id}/preferences/{category}", tag = "preferences",
    params(("id" = UserId, Path, description = "The person's id, or `me`"), ("category" = PreferenceCategory, Path, description = "The category")),
    responses((status = 200, description = "The preferences", body = Success<Vec<PreferenceView>>), Failures))]
pub(crate) async fn list_preferences_of_category(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CategoryPath(category): CategoryPath,
) -> ApiResult<Answer<Vec<PreferenceView>>> {
    let preferences = services
        .preference
        .list_category(&ctx, id, category)
        .await?;
    Ok(Answer::ok(&ctx, preferences))
}
