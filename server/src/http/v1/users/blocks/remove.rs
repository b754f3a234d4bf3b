//! `DELETE /users/me/blocks/{userId}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{BlockedPath, Caller},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    UserId,
    envelope::{Deleted, Success},
};
use service::Services;

/// Ends a block; what it has removed does not come back. One that has ended already is not there.
#[utoipa::path(delete, path = "/users/me/blocks/{userId}", tag = "people",
    params(("userId" = UserId, Path, description = "Whom it shuts out")),
    responses((status = 200, description = "It has ended", body = Success<Deleted>), Failures))]
pub(crate) async fn remove_block(
    State(services): State<Services>,
    Caller(ctx): Caller,
    BlockedPath(id): BlockedPath,
) -> ApiResult<Answer<Deleted>> {
    services.block.unblock(&ctx, id).await?;
    Ok(Answer::ok(&ctx, Deleted::YES).message("User unblocked successfully"))
}
