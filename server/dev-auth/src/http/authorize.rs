//! `GET /authorize`: with a session that is good enough a code at once, else the sign-in page.

use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;

use super::reply::{Failure, go};
use super::request::AuthorizationRequest;
use super::session;
use super::visit::{Destination, Visit};
use crate::account::Session;
use crate::clock;
use crate::state::Provider;

pub(super) async fn authorize(
    State(provider): State<Provider>,
    visit: Visit,
) -> Result<Response, Failure> {
    let Destination::Client(request) = &visit.destination else {
        return Ok(go("/account"));
    };
    let mut tx = provider.pool.begin().await?;
    let session = session::current(&mut tx, &visit.headers).await?;
    let session = session.filter(|session| is_enough(session, request));
    if let Some(session) = session {
        let url = session::way_on(&mut tx, &provider, &visit, &session).await?;
        tx.commit().await?;
        return Ok(go(&url));
    }
    if request.asks_for("none") {
        let answer = [
            ("error", "login_required"),
            ("error_description", "nobody is signed in"),
        ];
        return Ok(go(request
            .callback()
            .with(&provider.issuer, &answer)
            .as_str()));
    }
    let path = if request.asks_for("create") {
        "/register"
    } else {
        "/sign-in"
    };
    Ok(go(&visit.address(path)))
}

/// Whether the person proved who they are as lately as the client wants.
fn is_enough(session: &Session, request: &AuthorizationRequest) -> bool {
    let wants_new = ["login", "select_account", "create"]
        .iter()
        .any(|p| request.asks_for(p));
    let fresh = request
        .max_age_seconds
        .is_none_or(|seconds| clock::now() - session.auth_time <= TimeDelta::seconds(seconds));
    fresh && !wants_new
}
