//! `GET /users/{id}/stats`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{UserId, envelope::Success, stats::UserStats};
use service::Services;

/// A person in numbers: for themselves, admins of the tenant, and services with `users:read`.
#[utoipa::path(get, path = "/users/{id}/stats", tag = "profile",
    params(("id" = UserId, Path, description = "The person's id, or `me`")),
    responses((status = 200, description = "The numbers", body = Success<UserStats>), Failures))]
pub(crate) async fn get_stats(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
) -> ApiResult<Answer<UserStats>> {
    let stats = services.profile.stats(&ctx, id).await?;
    Ok(Answer::ok(&ctx, stats))
}
