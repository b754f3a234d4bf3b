//! `PUT` and `DELETE /admin/instructor-applications/{applicationId}/claim`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{ApplicationPath, Caller},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    ApplicationId,
    envelope::{Failure, Success},
    instructor_application::ReviewView,
};
use service::Services;

/// Takes an application under review up, for half an hour, so that other admins know; also one that
/// somebody else has taken up. It forbids nobody to decide it.
#[utoipa::path(put, path = "/admin/instructor-applications/{applicationId}/claim", tag = "application",
    params(("applicationId" = ApplicationId, Path, description = "The application")),
    responses(
        (status = 200, description = "The application, with who has taken it up", body = Success<ReviewView>),
        (status = 409, description = "It is not under review any longer (`no_pending_application`)", body = Failure),
        Failures))]
pub(crate) async fn claim_application(
    State(services): State<Services>,
    Caller(ctx): Caller,
    ApplicationPath(id): ApplicationPath,
) -> ApiResult<Answer<ReviewView>> {
    let applications = &services.instructor_application;
    let review = applications.claim(&ctx, id, true).await?;
    Ok(Answer::ok(&ctx, review).message("Application claimed"))
}

/// Gives an application back that the caller has taken up; the claim of somebody else stays.
#[utoipa::path(delete, path = "/admin/instructor-applications/{applicationId}/claim", tag = "application",
    params(("applicationId" = ApplicationId, Path, description = "The application")),
    responses(
        (status = 200, description = "The application", body = Success<ReviewView>),
        (status = 409, description = "It is not under review any longer (`no_pending_application`)", body = Failure),
        Failures))]
pub(crate) async fn release_application(
    State(services): State<Services>,
    Caller(ctx): Caller,
    ApplicationPath(id): ApplicationPath,
) -> ApiResult<Answer<ReviewView>> {
    let applications = &services.instructor_application;
    let review = applications.claim(&ctx, id, false).await?;
    Ok(Answer::ok(&ctx, review).message("Application released"))
}
