//! `POST /users/{id}/enrollments`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject, UserPath},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    UserId,
    enrollment::{CreateEnrollment, EnrollmentView},
    envelope::Success,
};
use service::{Services, ctx::Scope};

/// Enrolls somebody in a course; a dropped one is taken up again where it was left. For themselves,
/// admins of the tenant, and services with `enrollments:write`.
#[utoipa::path(post, path = "/users/{id}/enrollments", tag = "enrollment", request_body = CreateEnrollment,
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses(
        (status = 201, description = "The enrollment", body = Success<EnrollmentView>, headers(
            ("Location" = String, description = "Where it is"), ("ETag" = String, description = "The row's version"))),
        Failures, WriteFailures))]
pub(crate) async fn create_enrollment(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<EnrollmentView>> {
    // Who may not write learns nothing of the rules of fields.
    ctx.owner_admin_or(id, Scope::EnrollmentsWrite)?;
    let command = CreateEnrollment::from_json(body).map_err(ApiError::invalid)?;
    let view = services.enrollment.enroll(&ctx, id, command).await?;
    let location = format!("/api/v1/users/{id}/enrollments/{}", view.course_id);
    let version = view.version;
    Ok(Answer::ok(&ctx, view)
        .versioned(version)
        .message("Enrollment created successfully")
        .created(location))
}
