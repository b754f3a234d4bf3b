//! `PUT /users/bulk/role`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    account::{BulkOutcome, ChangeRoles},
    envelope::Success,
};
use service::Services;

/// Gives many people a role, as far as each may be given it: for admins. Who may not be is told of with the
/// reason (`user_not_found`, `own_role`, `last_admin`); all others have the role.
#[utoipa::path(put, path = "/users/bulk/role", tag = "account", request_body = ChangeRoles,
    responses((status = 200, description = "What became of whom", body = Success<BulkOutcome>), Failures, WriteFailures))]
pub(crate) async fn change_roles(
    State(services): State<Services>,
    Caller(ctx): Caller,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<BulkOutcome>> {
    // Who may not decide it learns nothing of the rules of fields.
    ctx.admin()?;
    let command = ChangeRoles::from_json(body).map_err(ApiError::invalid)?;
    let outcome = services.account.change_roles(&ctx, command).await?;
    Ok(Answer::ok(&ctx, outcome).message("Bulk role update completed"))
}
