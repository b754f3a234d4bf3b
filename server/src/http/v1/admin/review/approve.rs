//! `POST /admin/users/{id}/approve-instructor`, also without a version in the address.

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
    instructor_application::{ApproveBody, Decide, ReviewView},
};
use service::Services;

/// Approves the application to teach of somebody who is under review, of the version that was read: for
/// admins. The applicant is an instructor from then on. Where it was decided, or taken back, meanwhile
/// (`no_pending_application`), or is of another version (`stale_version`), nothing changes.
#[utoipa::path(post, path = "/admin/users/{id}/approve-instructor", tag = "application", request_body = ApproveBody,
    params(
        ("id" = UserId, Path, description = "The applicant's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses((status = 200, description = "The application, approved", body = Success<ReviewView>), Failures, WriteFailures))]
pub(crate) async fn approve_instructor(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(applicant): UserPath,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ReviewView>> {
    // Who may not decide it learns nothing of the rules of fields.
    ctx.admin()?;
    let command = Decide::approval(body).map_err(ApiError::invalid)?;
    let applications = &services.instructor_application;
    let review = applications.decide(&ctx, applicant, command).await?;
    Ok(Answer::ok(&ctx, review).message("Instructor application approved"))
}

/// The same under the first seed's address.
#[utoipa::path(post, path = "/admin/users/{id}/approve-instructor", tag = "application", request_body = ApproveBody,
    params(
        ("id" = UserId, Path, description = "The applicant's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses((status = 200, description = "The application, approved", body = Success<ReviewView>), Failures, WriteFailures))]
pub(crate) async fn approve_instructor_unversioned(
    services: State<Services>,
    caller: Caller,
    applicant: UserPath,
    body: JsonObject,
) -> ApiResult<Answer<ReviewView>> {
    approve_instructor(services, caller, applicant, body).await
}
