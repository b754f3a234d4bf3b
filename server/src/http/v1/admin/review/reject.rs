//! `POST /admin/users/{id}/reject-instructor`, also without a version in the address.

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject, UserPath},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    UserId,
    envelope::Success,
    instructor_application::{Decide, RejectBody, ReviewView},
};
use service::Services;

/// Rejects the application to teach of somebody who is under review, of the version that was read, with a
/// reason that the applicant sees: for admins. The applicant may try again after a while. Where it was
/// decided, or taken back, meanwhile (`no_pending_application`), or is of another version
/// (`stale_version`), nothing changes.
#[utoipa::path(post, path = "/admin/users/{id}/reject-instructor", tag = "application", request_body = RejectBody,
    params(
        ("id" = UserId, Path, description = "The applicant's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses((status = 200, description = "The application, rejected", body = Success<ReviewView>), Failures, WriteFailures))]
pub(crate) async fn reject_instructor(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(applicant): UserPath,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ReviewView>> {
    // Who may not decide it learns nothing of the rules of fields.
    ctx.admin()?;
    let command = Decide::rejection(body).map_err(ApiError::invalid)?;
    let applications = &services.instructor_application;
    let review = applications.decide(&ctx, applicant, command).await?;
    Ok(Answer::ok(&ctx, review).message("Instructor application rejected"))
}

/// The same without a version in the address, as its sibling has it.
#[utoipa::path(post, path = "/admin/users/{id}/reject-instructor", tag = "application", request_body = RejectBody,
    params(
        ("id" = UserId, Path, description = "The applicant's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses((status = 200, description = "The application, rejected", body = Success<ReviewView>), Failures, WriteFailures))]
pub(crate) async fn reject_instructor_unversioned(
    services: State<Services>,
    caller: Caller,
    applicant: UserPath,
    body: JsonObject,
) -> ApiResult<Answer<ReviewView>> {
    reject_instructor(services, caller, applicant, body).await
}
