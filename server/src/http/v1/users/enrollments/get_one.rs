//! `GET /users/{id}/enrollments/{courseId}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, CoursePath, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{CourseId, UserId, enrollment::EnrollmentView, envelope::Success};
use service::Services;

/// Somebody's enrollment in one course, dropped or not. For themselves, admins of the tenant, and
/// services with `enrollments:read`. The tag is for `If-Match`: a title may change without it.
#[utoipa::path(get, path = "/users/{id}/enrollments/{courseId}", tag = "enrollment",
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("courseId" = CourseId, Path, description = "The course")),
    responses(
        (status = 200, description = "The enrollment", body = Success<EnrollmentView>, headers(("ETag" = String, description = "The row's version"))),
        Failures))]
pub(crate) async fn get_enrollment(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CoursePath(course): CoursePath,
) -> ApiResult<Answer<EnrollmentView>> {
    let view = services.enrollment.get(&ctx, id, course).await?;
    let version = view.version;
    Ok(Answer::ok(&ctx, view).versioned(version))
}
