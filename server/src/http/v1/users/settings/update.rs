//! `PUT` and `PATCH /users/me/settings`, also without a version in the address.

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, IfMatch, JsonObject},
    v1::failures::{Failures, StaleFailures, WriteFailures},
};
use axum::extract::State;
use contract::{
    envelope::Success,
    settings::{Settings, UpdateSettings},
};
use service::Services;

/// Changes the settings that are sent and leaves the others; none can be cleared.
#[utoipa::path(put, path = "/users/me/settings", tag = "settings", request_body = UpdateSettings,
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The settings as they are now", body = Success<Settings>, headers(("ETag" = String, description = "Their version"))), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn put_settings(
    State(services): State<Services>,
    Caller(ctx): Caller,
    IfMatch(over): IfMatch,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<Settings>> {
    // Who may not save learns nothing of the rules of fields.
    ctx.person()?;
    let command = UpdateSettings::from_json(body).map_err(ApiError::invalid)?;
    let record = services.settings.update(&ctx, command, over).await?;
    let version = record.version;
    Ok(Answer::ok(&ctx, record.document.settings)
        .versioned(version)
        .message("Settings updated successfully"))
}

/// The same, as a JSON merge patch (RFC 7396).
#[utoipa::path(patch, path = "/users/me/settings", tag = "settings",
    request_body(content((UpdateSettings = "application/merge-patch+json"), (UpdateSettings = "application/json"))),
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The settings as they are now", body = Success<Settings>, headers(("ETag" = String, description = "Their version"))), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn patch_settings(
    services: State<Services>,
    caller: Caller,
    if_match: IfMatch,
    body: JsonObject,
) -> ApiResult<Answer<Settings>> {
    put_settings(services, caller, if_match, body).await
}

/// `PUT` under the first seed's address.
#[utoipa::path(put, path = "/users/me/settings", tag = "settings", request_body = UpdateSettings,
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The settings as they are now", body = Success<Settings>, headers(("ETag" = String, description = "Their version"))), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn put_settings_unversioned(
    services: State<Services>,
    caller: Caller,
    if_match: IfMatch,
    body: JsonObject,
) -> ApiResult<Answer<Settings>> {
    put_settings(services, caller, if_match, body).await
}

/// `PATCH` under the first seed's address.
#[utoipa::path(patch, path = "/users/me/settings", tag = "settings",
    request_body(content((UpdateSettings = "application/merge-patch+json"), (UpdateSettings = "application/json"))),
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The settings as they are now", body = Success<Settings>, headers(("ETag" = String, description = "Their version"))), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn patch_settings_unversioned(
    services: State<Services>,
    caller: Caller,
    if_match: IfMatch,
    body: JsonObject,
) -> ApiResult<Answer<Settings>> {
    put_settings(services, caller, if_match, body).await
}
