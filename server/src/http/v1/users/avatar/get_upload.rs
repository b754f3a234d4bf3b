//! `GET /users/me/avatar/uploads/{uploadId}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, UploadPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{UploadId, avatar::UploadView, envelope::Success};
use service::Services;

/// How one of the caller's uploads stands.
#[utoipa::path(get, path = "/users/me/avatar/uploads/{uploadId}", tag = "avatar",
    params(("uploadId" = UploadId, Path, description = "The upload's id, as its ticket has it")),
    responses((status = 200, description = "The upload", body = Success<UploadView>), Failures))]
pub(crate) async fn get_upload(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UploadPath(id): UploadPath,
) -> ApiResult<Answer<UploadView>> {
    let view = services.avatar.get_upload(&ctx, id).await?;
    Ok(Answer::ok(&ctx, view))
}
