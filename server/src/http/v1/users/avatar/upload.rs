//! `POST /users/profile/avatar`

use super::location;
use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, PictureFile},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{avatar::UploadView, envelope::Success};
use service::Services;
use utoipa::ToSchema;

/// A form with a picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the OpenAPI document alone")]
pub(crate) struct PictureForm {
    /// The picture: JPEG, PNG, GIF or WebP, of 1 to `MAX_FILE_SIZE` bytes.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Takes the caller's picture itself, for whoever cannot send it to storage, and has it made into
/// an avatar. How that goes is told at `Location`.
#[utoipa::path(post, path = "/users/profile/avatar", tag = "avatar",
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same form gets the first answer again for 24 hours, whatever the form's boundary")),
    responses(
    (status = 202, description = "The upload, of which pictures are being made", body = Success<UploadView>, headers(
        ("Location" = String, description = "Where the upload is told of"))),
    Failures, WriteFailures))]
pub(crate) async fn upload_picture(
    State(services): State<Services>,
    Caller(ctx): Caller,
    PictureFile { bytes, room }: PictureFile,
) -> ApiResult<Answer<UploadView>> {
    let view = services.avatar.upload(&ctx, bytes).await?;
    drop(room);
    let location = location(view.upload_id);
    Ok(Answer::ok(&ctx, view).accepted(location))
}
