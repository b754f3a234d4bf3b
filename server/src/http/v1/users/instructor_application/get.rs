//! `GET /users/me/apply-for-instructor`, also without a version in the address.

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, IfNoneMatch},
    v1::failures::Failures,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{envelope::Success, instructor_application::ApplicationView};
use service::Services;

/// The caller's last application to teach, whatever became of it.
#[utoipa::path(get, path = "/users/me/apply-for-instructor", tag = "application", responses(
    (status = 200, description = "The application", body = Success<ApplicationView>, headers(
        ("ETag" = String, description = "Its version, which goes on from one application to the next"))),
    (status = 304, description = "The caller has this version already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_own_application(
    State(services): State<Services>,
    Caller(ctx): Caller,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    let application = services.instructor_application.own(&ctx).await?;
    let version = application.version;
    if let Some(same) = known.not_modified(version) {
        return Ok(same);
    }
    Ok(Answer::ok(&ctx, application)
        .versioned(version)
        .into_response())
}

/// The same under the first seed's address.
#[utoipa::path(get, path = "/users/me/apply-for-instructor", tag = "application", responses(
    (status = 200, description = "The application", body = Success<ApplicationView>, headers(
        ("ETag" = String, description = "Its version, which goes on from one application to the next"))),
    (status = 304, description = "The caller has this version already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_own_application_unversioned(
    services: State<Services>,
    caller: Caller,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    get_own_application(services, caller, known).await
}
