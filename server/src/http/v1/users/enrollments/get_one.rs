//! `GET /users/{id}/enrollments/{courseId}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, CoursePath, UserPath, not_modified},
    v1::failures::Failures,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{CourseId, UserId, enrollment::EnrollmentView, envelope::Success};
use http::HeaderMap;
use service::Services;

/// Somebody's enrollment in one course, dropped or not. For themselves, admins of the tenant, and
/// services with `enrollments:read`.
#[utoipa::path(get, path = "/users/{id}/enrollments/{courseId}", tag = "enrollment",
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("courseId" = CourseId, Path, description = "The course")),
    responses(
        (status = 200, description = "The enrollment", body = Success<EnrollmentView>, headers(("ETag" = String, description = "The row's version"))),
        (status = 304, description = "The caller has this version already (`If-None-Match`)"),
        Failures))]
pub(crate) async fn get_enrollment(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CoursePath(course): CoursePath,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let view = services.enrollment.get(&ctx, id, course).await?;
    let version = view.version;
    if let Some(same) = not_modified(&headers, version) {
        return Ok(same);
    }
    let answer = Answer::ok(&ctx, view).versioned(version);
    Ok(answer.into_response())
}
