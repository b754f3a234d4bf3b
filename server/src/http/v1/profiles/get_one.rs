//! `GET /profiles/{idOrUsername}`

use crate::http::{
    envelope::{Answer, content_tag},
    error::ApiResult,
    extract::{Caller, HandlePath, IfNoneMatch},
    v1::failures::Failures,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{directory::PublicProfile, envelope::Success};
use service::Services;

/// A person as others see them, for whoever may; a token is not needed. Without one the person is looked
/// for in the default tenant; services need `profiles:read`. Who is not there and who is not to be seen
/// are answered alike.
#[utoipa::path(get, path = "/profiles/{idOrUsername}", tag = "people", security((), ("bearerAuth" = [])),
    params(("idOrUsername" = String, Path, description = "The person's id, or their username in any case")),
    responses(
        (status = 200, description = "What others may know", body = Success<PublicProfile>, headers(
            ("ETag" = String, description = "Of this representation; it moves with what others see alone"))),
        (status = 304, description = "The caller has this representation already (`If-None-Match`)"),
        Failures))]
pub(crate) async fn get_public_profile(
    State(services): State<Services>,
    Caller(ctx): Caller,
    HandlePath(handle): HandlePath,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    let profile = services.directory.profile(&ctx, &handle).await?;
    let tag = content_tag(&profile)?;
    if let Some(same) = known.unchanged(&tag) {
        return Ok(same);
    }
    Ok(Answer::ok(&ctx, profile).tagged(tag).into_response())
}
