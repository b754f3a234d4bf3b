//! `PUT /users/{id}/enrollments/{courseId}/progress`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, CoursePath, IfMatch, JsonObject, UserPath},
    v1::failures::{Failures, StaleFailures, WriteFailures},
};
use axum::extract::State;
use contract::{
    CourseId, UserId,
    enrollment::{EnrollmentView, ReportProgress},
    envelope::Success,
};
use service::{Services, ctx::Scope};

/// Notes how far somebody is in a course. Reports with `occurredAt` may come in any order and more
/// than once: an older one changes nothing, and is answered with how it stands. For the person
/// themselves, admins of the tenant, and services with `enrollments:write`.
#[utoipa::path(put, path = "/users/{id}/enrollments/{courseId}/progress", tag = "enrollment", request_body = ReportProgress,
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("courseId" = CourseId, Path, description = "The course"),
        ("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses(
        (status = 200, description = "The enrollment as it is now", body = Success<EnrollmentView>, headers(("ETag" = String, description = "The row's version"))),
        Failures, WriteFailures, StaleFailures))]
pub(crate) async fn report_progress(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CoursePath(course): CoursePath,
    IfMatch(over): IfMatch,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<EnrollmentView>> {
    // Who may not write learns nothing of the rules of fields.
    ctx.owner_admin_or(id, Scope::EnrollmentsWrite)?;
    let report = ReportProgress::from_json(body).map_err(ApiError::invalid)?;
    let enrollment = &services.enrollment;
    let view = enrollment.report_progress(&ctx, id, course, report, over);
    let view = view.await?;
    let version = view.version;
    Ok(Answer::ok(&ctx, view)
        .versioned(version)
        .message("Enrollment progress updated successfully"))
}
