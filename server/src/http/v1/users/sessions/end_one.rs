//! `DELETE /users/me/sessions/{sessionId}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, SessionPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    SessionId,
    envelope::{Deleted, Success},
};
use service::Services;

/// Signs the caller out in one browser, at once.
#[utoipa::path(delete, path = "/users/me/sessions/{sessionId}", tag = "session",
    params(("sessionId" = SessionId, Path, description = "The session's id, as the list has it")),
    responses((status = 200, description = "It has ended", body = Success<Deleted>), Failures))]
pub(crate) async fn end_session(
    State(services): State<Services>,
    Caller(ctx): Caller,
    SessionPath(id): SessionPath,
) -> ApiResult<Answer<Deleted>> {
    services.session.sign_out(&ctx, id).await?;
    Ok(Answer::ok(&ctx, Deleted::YES).message("Session ended"))
}
