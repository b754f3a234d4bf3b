//! `DELETE /users/{id}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, IfMatch, UserPath},
    v1::failures::{Failures, StaleFailures},
};
use axum::extract::State;
use contract::{
    UserId,
    envelope::{Deleted, Failure, Success},
};
use service::Services;

/// Deletes somebody's account: for admins, and not their own. It is not there for anybody from then on; its
/// e-mail address and username are free again, its picture is gone, an application to teach is withdrawn,
/// and the person is signed out everywhere.
#[utoipa::path(delete, path = "/users/{id}", tag = "account",
    params(
        ("id" = UserId, Path, description = "The person's id"),
        ("If-Match" = Option<String>, Header, description = "Delete only this version")),
    responses(
        (status = 200, description = "It is gone", body = Success<Deleted>),
        (status = 409, description = "It is one's own (`own_account`), or the last active admin's (`last_admin`)", body = Failure),
        Failures, StaleFailures))]
pub(crate) async fn delete_user(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    IfMatch(over): IfMatch,
) -> ApiResult<Answer<Deleted>> {
    services.account.delete(&ctx, id, over).await?;
    Ok(Answer::ok(&ctx, Deleted::YES).message("User deleted successfully"))
}
