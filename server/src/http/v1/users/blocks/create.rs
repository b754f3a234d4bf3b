//! `POST /users/me/blocks`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{
    block::{BlockView, CreateBlock},
    envelope::Success,
};
use service::Services;

/// Blocks somebody whom the caller sees: from then on each is to the other as if they were not there.
/// The other is not told. Admins cannot be blocked. Who is blocked already stays so, with the note of then.
#[utoipa::path(post, path = "/users/me/blocks", tag = "people", request_body = CreateBlock,
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses(
        (status = 201, description = "The block", body = Success<BlockView>, headers(
            ("Location" = String, description = "Where it can be ended with `DELETE`"))),
        (status = 200, description = "The block that was there already", body = Success<BlockView>),
        Failures, WriteFailures))]
pub(crate) async fn create_block(
    State(services): State<Services>,
    Caller(ctx): Caller,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<BlockView>> {
    // Who has no account here learns nothing of the rules of fields.
    ctx.person()?;
    let command = CreateBlock::from_json(body).map_err(ApiError::invalid)?;
    let blocked = services.block.block(&ctx, command).await?;
    let location = format!("/api/v1/users/me/blocks/{}", blocked.block.user.id);
    let answer = Answer::ok(&ctx, blocked.block);
    Ok(if blocked.is_new {
        answer
            .message("User blocked successfully")
            .created(location)
    } else {
        answer.message("User is already blocked")
    })
}
