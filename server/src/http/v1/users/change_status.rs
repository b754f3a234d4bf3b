//! `PUT /users/{id}/status`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, IfMatch, JsonObject, UserPath},
    v1::failures::{Failures, StaleFailures, WriteFailures},
};
use axum::extract::State;
use contract::{UserId, account::ChangeStatus, envelope::Success, profile::ProfileView};
use service::Services;

/// Puts an account into use, out of it, or shuts it out: for admins, and not their own (`own_status`). A
/// tenant keeps an active admin (`last_admin`). Whoever is not in use any longer is signed out everywhere.
/// `active`, of somebody whose application to teach is under review, is `pending_instructor_review`, which
/// has the same rights.
#[utoipa::path(put, path = "/users/{id}/status", tag = "account", request_body = ChangeStatus,
    params(
        ("id" = UserId, Path, description = "The person's id"),
        ("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses(
        (status = 200, description = "The profile as it is now", body = Success<ProfileView>, headers(("ETag" = String, description = "The row's version"))),
        Failures, WriteFailures, StaleFailures))]
pub(crate) async fn change_status(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    IfMatch(over): IfMatch,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ProfileView>> {
    // Who may not decide it learns nothing of the rules of fields.
    ctx.admin()?;
    let command = ChangeStatus::from_json(body).map_err(ApiError::invalid)?;
    let account = &services.account;
    let view = account.change_status(&ctx, id, command, over).await?;
    Ok(Answer::profile(&ctx, view).message("User status updated successfully"))
}
