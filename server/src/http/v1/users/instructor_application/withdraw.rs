//! `DELETE /users/me/apply-for-instructor`, also without a version in the address.

use crate::http::{envelope::Answer, error::ApiResult, extract::Caller, v1::failures::Failures};
use axum::extract::State;
use contract::{envelope::Success, instructor_application::ApplicationView};
use service::Services;

/// Takes the caller's application to teach back; where none is under review, there is none.
#[utoipa::path(delete, path = "/users/me/apply-for-instructor", tag = "application", responses(
    (status = 200, description = "The application, withdrawn", body = Success<ApplicationView>, headers(
        ("ETag" = String, description = "Its version"))),
    Failures))]
pub(crate) async fn withdraw_application(
    State(services): State<Services>,
    Caller(ctx): Caller,
) -> ApiResult<Answer<ApplicationView>> {
    let application = services.instructor_application.withdraw(&ctx).await?;
    let version = application.version;
    Ok(Answer::ok(&ctx, application)
        .versioned(version)
        .message("Application withdrawn successfully"))
}

/// The same under the first seed's address.
#[utoipa::path(delete, path = "/users/me/apply-for-instructor", tag = "application", responses(
    (status = 200, description = "The application, withdrawn", body = Success<ApplicationView>, headers(
        ("ETag" = String, description = "Its version"))),
    Failures))]
pub(crate) async fn withdraw_application_unversioned(
    services: State<Services>,
    caller: Caller,
) -> ApiResult<Answer<ApplicationView>> {
    withdraw_application(services, caller).await
}
