//! `GET /users/me/settings`, also without a version in the address.

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
use contract::{envelope::Success, settings::Settings};
use service::Services;

/// The caller's own settings.
#[utoipa::path(get, path = "/users/me/settings", tag = "settings", responses(
    (status = 200, description = "The settings", body = Success<Settings>, headers(("ETag" = String, description = "Their version"))),
    (status = 304, description = "The caller has this version already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_settings(
    State(services): State<Services>,
    Caller(ctx): Caller,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    let record = services.settings.get(&ctx).await?;
    if let Some(same) = known.not_modified(record.version) {
        return Ok(same);
    }
    let version = record.version;
    let answer = Answer::ok(&ctx, record.document.settings).versioned(version);
    Ok(answer.into_response())
}

/// The same under the first seed's address.
#[utoipa::path(get, path = "/users/me/settings", tag = "settings", responses(
    (status = 200, description = "The settings", body = Success<Settings>, headers(("ETag" = String, description = "Their version"))),
    (status = 304, description = "The caller has this version already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_settings_unversioned(
    services: State<Services>,
    caller: Caller,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    get_settings(services, caller, known).await
}
