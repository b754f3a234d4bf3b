//! `DELETE /users/{id}/avatar`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::envelope::{Deleted, Success};
use service::Services;

/// Takes somebody's picture away, uploaded or given by address: for themselves and admins of the
/// tenant. Uploads that are under way will not bring another; where there is no picture, nothing else
/// changes.
#[utoipa::path(delete, path = "/users/{id}/avatar", tag = "avatar",
    params(("id" = String, Path, description = "The person's id, or `me`")),
    responses((status = 200, description = "There is no picture", body = Success<Deleted>), Failures))]
pub(crate) async fn remove_picture(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
) -> ApiResult<Answer<Deleted>> {
    services.avatar.remove(&ctx, id).await?;
    Ok(Answer::ok(&ctx, Deleted::YES).message("Picture removed"))
}
