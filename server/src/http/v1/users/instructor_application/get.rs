//! `GET /users/me/apply-for-instructor`, also without a version in the address.

use crate::http::{
    envelope::{Answer, content_tag},
    error::ApiResult,
    extract::{Caller, unchanged},
    v1::failures::Failures,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{envelope::Success, instructor_application::ApplicationView};
use http::HeaderMap;
use service::Services;

/// The caller's last application to teach, whatever became of it.
#[utoipa::path(get, path = "/users/me/apply-for-instructor", tag = "application", responses(
    (status = 200, description = "The application", body = Success<ApplicationView>, headers(
        ("ETag" = String, description = "Of this representation: versions begin anew with each application"))),
    (status = 304, description = "The caller has this representation already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_own_application(
    State(services): State<Services>,
    Caller(ctx): Caller,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let application = services.instructor_application.own(&ctx).await?;
    let tag = content_tag(&application)?;
    if let Some(same) = unchanged(&headers, &tag) {
        return Ok(same);
    }
    Ok(Answer::ok(&ctx, application).tagged(&tag).into_response())
}

/// The same under the first seed's address.
#[utoipa::path(get, path = "/users/me/apply-for-instructor", tag = "application", responses(
    (status = 200, description = "The application", body = Success<ApplicationView>, headers(
        ("ETag" = String, description = "Of this representation: versions begin anew with each application"))),
    (status = 304, description = "The caller has this representation already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_own_application_unversioned(
    services: State<Services>,
    caller: Caller,
    headers: HeaderMap,
) -> ApiResult<Response> {
    get_own_application(services, caller, headers).await
}
