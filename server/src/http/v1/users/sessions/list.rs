//! `GET /users/me/sessions`

use crate::http::{envelope::Answer, error::ApiResult, extract::Caller, v1::failures::Failures};
use axum::extract::State;
use contract::{envelope::Success, session::SessionView};
use service::Services;

/// The browsers in which the caller is signed in, those that were used last first.
#[utoipa::path(get, path = "/users/me/sessions", tag = "session", responses(
    (status = 200, description = "The sessions; none is `current`, since the API is not called from one", body = Success<Vec<SessionView>>),
    Failures))]
pub(crate) async fn list_sessions(
    State(services): State<Services>,
    Caller(ctx): Caller,
) -> ApiResult<Answer<Vec<SessionView>>> {
    let views = services.session.list(&ctx, None).await?;
    Ok(Answer::ok(&ctx, views))
}
