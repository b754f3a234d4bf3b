//! `DELETE /users/me/sessions`

use crate::http::{envelope::Answer, error::ApiResult, extract::Caller, v1::failures::Failures};
use axum::extract::State;
use contract::{envelope::Success, session::SessionsEnded};
use service::Services;

/// Signs the caller out in every browser, at once.
#[utoipa::path(delete, path = "/users/me/sessions", tag = "session", responses(
    (status = 200, description = "They have ended", body = Success<SessionsEnded>),
    Failures))]
pub(crate) async fn end_sessions(
    State(services): State<Services>,
    Caller(ctx): Caller,
) -> ApiResult<Answer<SessionsEnded>> {
    let ended = services.session.sign_out_others(&ctx, None).await?;
    Ok(Answer::ok(&ctx, SessionsEnded { ended }).message("Sessions ended"))
}
