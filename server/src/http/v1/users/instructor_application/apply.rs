//! `POST /users/me/apply-for-instructor`, also without a version in the address.

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    envelope::Success,
    instructor_application::{ApplicationView, SubmitApplication},
};
use service::Services;

/// Applies to teach: for students (`not_a_student`) who have no application under review
/// (`already_applied`), and were not rejected of late (`reapply_later`, with the date). The account stands
/// at `pending_instructor_review` until it is decided, with the rights of `active`.
#[utoipa::path(post, path = "/users/me/apply-for-instructor", tag = "application", request_body = SubmitApplication,
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses(
        (status = 201, description = "The application", body = Success<ApplicationView>, headers(
            ("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        Failures, WriteFailures))]
pub(crate) async fn apply_for_instructor(
    State(services): State<Services>,
    Caller(ctx): Caller,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ApplicationView>> {
    // Who has no account here learns nothing of the rules of fields.
    ctx.person()?;
    let command = SubmitApplication::from_json(body).map_err(ApiError::invalid)?;
    let application = services.instructor_application.apply(&ctx, command).await?;
    let version = application.version;
    Ok(Answer::ok(&ctx, application)
        .versioned(version)
        .message("Application submitted successfully")
        .created("/api/v1/users/me/apply-for-instructor"))
}

/// The same under the first seed's address.
#[utoipa::path(post, path = "/users/me/apply-for-instructor", tag = "application", request_body = SubmitApplication,
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses(
        (status = 201, description = "The application", body = Success<ApplicationView>, headers(
            ("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
        Failures, WriteFailures))]
pub(crate) async fn apply_for_instructor_unversioned(
    services: State<Services>,
    caller: Caller,
    body: JsonObject,
) -> ApiResult<Answer<ApplicationView>> {
    apply_for_instructor(services, caller, body).await
}
