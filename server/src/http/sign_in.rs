//! How browsers sign in and out: OpenID Connect, authorization code with PKCE, state and nonce.

mod callback;
mod identity;
mod language;
pub mod oidc;
mod sign_out;
mod start;

pub(super) use identity::{Identity, Keeping};

use super::{AppState, pages};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::HeaderValue;

/// Why a sign-in did not come about, as the page `/sign-in` is told.
#[derive(Clone, Copy, Debug)]
enum SignInFault {
    /// The auth-service, or a part of ours, cannot be reached.
    Unavailable,
    /// The answer of the auth-service does not fit the question.
    Failed,
    /// No account here, and none is made.
    RegistrationClosed,
    /// The account is suspended or switched off.
    Suspended,
}

impl SignInFault {
    const fn word(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Failed => "failed",
            Self::RegistrationClosed => "registration_closed",
            Self::Suspended => "suspended",
        }
    }
}

impl IntoResponse for SignInFault {
    fn into_response(self) -> Response {
        no_store(Redirect::to(&format!("/sign-in?error={}", self.word())))
    }
}

/// An answer that nobody may keep.
fn no_store(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(
        http::header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    response
}

/// The routes that change who is signed in, and the language switch.
pub(super) fn routes(state: &AppState) -> Router {
    let routes = Router::new()
        .route("/sign-in", post(start::start))
        .route("/auth/callback", get(callback::callback))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/language", post(language::choose))
        .with_state(state.clone());
    pages::with_session(routes, state)
}
