//! `PUT /users/{id}/role`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, IfMatch, JsonObject, UserPath},
    v1::failures::{Failures, StaleFailures, WriteFailures},
};
use axum::extract::State;
use contract::{UserId, account::ChangeRole, envelope::Success, profile::ProfileView};
use service::Services;

/// Gives somebody a role: for admins, and not their own (`own_role`). A tenant keeps an active admin
/// (`last_admin`). Who has the role already stays as they are, and nobody is told. An application to teach
/// that is under review is decided by it.
#[utoipa::path(put, path = "/users/{id}/role", tag = "account", request_body = ChangeRole,
    params(
        ("id" = UserId, Path, description = "The person's id"),
        ("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses(
        (status = 200, description = "The profile as it is now", body = Success<ProfileView>, headers(("ETag" = String, description = "The row's version"))),
        Failures, WriteFailures, StaleFailures))]
pub(crate) async fn change_role(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    IfMatch(over): IfMatch,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ProfileView>> {
    // Who may not decide it learns nothing of the rules of fields.
    ctx.admin()?;
    let command = ChangeRole::from_json(body).map_err(ApiError::invalid)?;
    let view = services
        .account
        .change_role(&ctx, id, command, over)
        .await?;
    Ok(Answer::profile(&ctx, view).message("User role updated successfully"))
}
