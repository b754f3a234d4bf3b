//! `PUT` and `PATCH /users/me`, and `PUT /users/profile` under the second seed's name.

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, IfMatch, JsonObject},
    v1::failures::{Failures, StaleFailures, WriteFailures},
};
use axum::extract::State;
use contract::{
    envelope::Success,
    profile::{ProfileView, UpdateProfile},
};
use service::Services;

/// Changes the fields that are sent and leaves the others; `null` clears an optional field.
#[utoipa::path(put, path = "/users/me", tag = "profile", request_body = UpdateProfile,
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The profile as it is now", body = Success<ProfileView>), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn put_me(
    State(services): State<Services>,
    Caller(ctx): Caller,
    IfMatch(over): IfMatch,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ProfileView>> {
    // Who may not save learns nothing of the rules of fields.
    ctx.person()?;
    let command = UpdateProfile::from_json(body).map_err(ApiError::invalid)?;
    let view = services.profile.update(&ctx, command, over).await?;
    Ok(Answer::profile(&ctx, view).message("User updated successfully"))
}

/// The same, as a JSON merge patch (RFC 7396).
#[utoipa::path(patch, path = "/users/me", tag = "profile",
    request_body(content((UpdateProfile = "application/merge-patch+json"), (UpdateProfile = "application/json"))),
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The profile as it is now", body = Success<ProfileView>), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn patch_me(
    services: State<Services>,
    caller: Caller,
    if_match: IfMatch,
    body: JsonObject,
) -> ApiResult<Answer<ProfileView>> {
    put_me(services, caller, if_match, body).await
}

/// The same, under the profile's other name.
#[utoipa::path(put, path = "/users/profile", tag = "profile", request_body = UpdateProfile,
    params(("If-Match" = Option<String>, Header, description = "Save only over this version")),
    responses((status = 200, description = "The profile as it is now", body = Success<ProfileView>), Failures, WriteFailures, StaleFailures))]
pub(crate) async fn put_profile(
    services: State<Services>,
    caller: Caller,
    if_match: IfMatch,
    body: JsonObject,
) -> ApiResult<Answer<ProfileView>> {
    put_me(services, caller, if_match, body).await
}
