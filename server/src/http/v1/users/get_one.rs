//! `GET /users/{id}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, IfNoneMatch, UserPath},
    v1::failures::Failures,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{UserId, envelope::Success, profile::ProfileView};
use service::Services;

/// Somebody's full profile: for themselves, admins of the tenant, and services with `users:read`.
#[utoipa::path(get, path = "/users/{id}", tag = "profile",
    params(("id" = UserId, Path, description = "The person's id, or `me`")),
    responses(
        (status = 200, description = "The profile", body = Success<ProfileView>, headers(("ETag" = String, description = "The row's version"))),
        (status = 304, description = "The caller has this version already (`If-None-Match`)"),
        Failures))]
pub(crate) async fn get_one(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    let view = services.profile.get(&ctx, id).await?;
    if let Some(same) = known.not_modified(view.version) {
        return Ok(same);
    }
    Ok(Answer::profile(&ctx, view).into_response())
}
