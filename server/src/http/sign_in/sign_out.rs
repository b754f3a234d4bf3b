//! `POST /sign-out`: out here, then out at the auth-service.

use super::no_store;
use crate::http::AppState;
use axum::{
    extract::State,
    response::{Redirect, Response},
};
use tower_sessions::Session;

/// Where the session keeps the token that names it to the auth-service.
pub(super) const ID_TOKEN: &str = "id_token";

pub(super) async fn sign_out(State(state): State<AppState>, session: Session) -> Response {
    let id_token = session.get(ID_TOKEN).await.unwrap_or_default();
    if let Err(error) = session.flush().await {
        // The cookie goes all the same; what is left in Redis ends by itself.
        tracing::warn!(%error, "the session could not be ended in redis");
    }
    let farewell = state.oidc.farewell(id_token).await;
    no_store(Redirect::to(
        farewell.as_ref().map_or("/", url::Url::as_str),
    ))
}
