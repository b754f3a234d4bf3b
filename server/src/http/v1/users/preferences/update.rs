//! `PUT /users/{id}/preferences/{category}`

use super::Preferences;
use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, CategoryPath, JsonObject, UserPath},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    UserId,
    envelope::Success,
    preference::{PreferenceCategory, PreferenceView, UpsertPreferences},
};
use service::Services;

/// Sets values of one category: all of them or, where one is wrong, none. Keys that are not sent
/// stay as they are.
#[utoipa::path(put, path = "/users/{id}/preferences/{category}", tag = "preferences", request_body = Preferences,
    params(("id" = UserId, Path, description = "The caller's own id, or `me`"), ("category" = PreferenceCategory, Path, description = "The category")),
    responses((status = 200, description = "The whole category as it is now", body = Success<Vec<PreferenceView>>), Failures, WriteFailures))]
pub(crate) async fn update_preferences(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CategoryPath(category): CategoryPath,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<Vec<PreferenceView>>> {
    // Who may not save learns nothing of the rules of values.
    ctx.owner(id)?;
    let command = UpsertPreferences::from_json(category, body).map_err(ApiError::invalid)?;
    let preferences = services.preference.upsert(&ctx, id, command).await?;
    Ok(Answer::ok(&ctx, preferences).message("Preferences updated successfully"))
}
