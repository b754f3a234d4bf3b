//! `POST /sign-in`: off to the auth-service.

use super::{SignInFault, no_store};
use crate::http::AppState;
use app::ReturnPath;
use axum::{
    Extension, Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use service::Ctx;
use tower_sessions::Session;

/// Where what must be remembered is kept in the session.
pub(super) const PENDING: &str = "sign_in";
/// Where somebody goes who did not say.
pub(super) const HOME: &str = "/profile";

#[derive(Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    return_to: String,
}

pub(super) async fn start(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    session: Session,
    Form(ask): Form<Ask>,
) -> Response {
    let return_to =
        ReturnPath::parse(&ask.return_to).map_or_else(|| HOME.to_owned(), |path| path.to_string());
    let (url, pending) = match state.oidc.question(&return_to, ctx.locale).await {
        Ok(question) => question,
        Err(error) => {
            tracing::warn!(%error, "sign-in cannot begin");
            return SignInFault::Unavailable.into_response();
        }
    };
    if let Err(error) = session.insert(PENDING, pending).await {
        tracing::warn!(%error, "sign-in cannot begin without a session");
        return SignInFault::Unavailable.into_response();
    }
    no_store(Redirect::to(url.as_str()))
}
