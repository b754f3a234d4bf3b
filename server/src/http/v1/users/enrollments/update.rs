//! `PUT /users/{id}/enrollments/{courseId}`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, CoursePath, IfMatch, JsonObject, UserPath},
    v1::failures::{Failures, StaleFailures, WriteFailures},
};
use axum::extract::State;
use contract::{
    CourseId, UserId,
    enrollment::{EnrollmentView, UpdateEnrollment},
    envelope::Success,
};
use service::{Services, ctx::Scope};

/// Moves an enrollment to another status. The person themselves may drop it and take it up again;
/// admins of the tenant, and services with `enrollments:write`, may also suspend and complete it.
#[utoipa::path(put, path = "/users/{id}/enrollments/{courseId}", tag = "enrollment", request_body = UpdateEnrollment,
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("courseId" = CourseId, Path, description = "The course"),
        ("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses(
        (status = 200, description = "The enrollment as it is now", body = Success<EnrollmentView>, headers(("ETag" = String, description = "The row's version"))),
        Failures, WriteFailures, StaleFailures))]
pub(crate) async fn update_enrollment(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CoursePath(course): CoursePath,
    IfMatch(over): IfMatch,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<EnrollmentView>> {
    // Who may not write learns nothing of the rules of fields.
    ctx.owner_admin_or(id, Scope::EnrollmentsWrite)?;
    let command = UpdateEnrollment::from_json(body).map_err(ApiError::invalid)?;
    let enrollment = &services.enrollment;
    let view = enrollment.update(&ctx, id, course, command, over).await?;
    let version = view.version;
    Ok(Answer::ok(&ctx, view)
        .versioned(version)
        .message("Enrollment updated successfully"))
}
