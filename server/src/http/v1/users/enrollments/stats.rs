//! `GET /users/{id}/enrollments/stats`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{UserId, enrollment::EnrollmentStats, envelope::Success};
use service::Services;

/// What somebody's enrollments come to, dropped ones included. For themselves, admins of the tenant,
/// and services with `enrollments:read`.
#[utoipa::path(get, path = "/users/{id}/enrollments/stats", tag = "enrollment",
    params(("id" = UserId, Path, description = "The person's id, or `me`")),
    responses((status = 200, description = "The numbers", body = Success<EnrollmentStats>), Failures))]
pub(crate) async fn enrollment_stats(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
) -> ApiResult<Answer<EnrollmentStats>> {
    let stats = services.enrollment.stats(&ctx, id).await?;
    Ok(Answer::ok(&ctx, stats))
}
