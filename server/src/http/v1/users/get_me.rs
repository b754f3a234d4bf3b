//! `GET /users/me`, and `GET /users/profile` under the second seed's name.

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
use contract::{envelope::Success, profile::ProfileView};
use service::Services;

/// The caller's own profile.
#[utoipa::path(get, path = "/users/me", tag = "profile", responses(
    (status = 200, description = "The profile", body = Success<ProfileView>, headers(("ETag" = String, description = "The row's version"))),
    (status = 304, description = "The caller has this version already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_me(
    State(services): State<Services>,
    Caller(ctx): Caller,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    let desk = services.profile.desk(&ctx).await?;
    let version = desk.view.version;
    if let Some(same) = known.not_modified(version) {
        return Ok(same);
    }
    let answer = Answer::ok(&ctx, desk.profile()?).versioned(version);
    let answer = answer.with_room();
    Ok(answer.into_response())
}

/// The caller's own profile, under its other name.
#[utoipa::path(get, path = "/users/profile", tag = "profile", responses(
    (status = 200, description = "The profile", body = Success<ProfileView>, headers(("ETag" = String, description = "The row's version"))),
    (status = 304, description = "The caller has this version already (`If-None-Match`)"),
    Failures))]
pub(crate) async fn get_profile(
    state: State<Services>,
    caller: Caller,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    get_me(state, caller, known).await
}
