//! `POST /users/me/avatar/upload-url`

use super::location;
use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    avatar::{RequestUpload, UploadTicket},
    envelope::Success,
};
use service::Services;

/// Gives an address at which storage takes the caller's picture, of this type and length, for ten
/// minutes. At most ten uploads may be under way at once (409 `too_many_uploads`).
#[utoipa::path(post, path = "/users/me/avatar/upload-url", tag = "avatar", request_body = RequestUpload,
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses(
    (status = 201, description = "Where and how to upload", body = Success<UploadTicket>, headers(
        ("Location" = String, description = "Where the upload is told of"))),
    Failures, WriteFailures))]
pub(crate) async fn request_upload(
    State(services): State<Services>,
    Caller(ctx): Caller,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<UploadTicket>> {
    // Who may not upload learns nothing of the rules of fields.
    ctx.person()?;
    let limits = services.avatar.limits();
    let request = RequestUpload::from_json(body, limits).map_err(ApiError::invalid)?;
    let ticket = services.avatar.request_upload(&ctx, request).await?;
    let location = location(ticket.upload_id);
    Ok(Answer::ok(&ctx, ticket).created(location))
}
