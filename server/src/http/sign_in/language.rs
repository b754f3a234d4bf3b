//! `POST /language`: the language switch, for people and for visitors.

use super::no_store;
use crate::http::{AppState, pages};
use app::ReturnPath;
use axum::{
    Extension, Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use contract::{Patch, profile::UpdateProfile};
use http::header;
use serde::Deserialize;
use service::{Actor, Ctx};

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    language: String,
    #[serde(default)]
    return_to: String,
}

/// Keeps the choice in a cookie, and in the profile of who is signed in; stays on the same page.
pub(super) async fn choose(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Form(choice): Form<Choice>,
) -> Response {
    let back = ReturnPath::parse(&choice.return_to)
        .map_or_else(|| "/".to_owned(), |path| path.to_string());
    let answer = Redirect::to(&back);
    let Some(language) = choice
        .language
        .parse()
        .ok()
        .filter(|l| state.config.languages.contains(l))
    else {
        return no_store(answer);
    };
    if matches!(ctx.actor, Actor::User(_)) {
        let command = UpdateProfile {
            language: Patch::Set(language),
            ..UpdateProfile::default()
        };
        if let Err(error) = state.services.profile.update(&ctx, command, None).await {
            tracing::warn!(%error, "the language was chosen, but not saved in the profile");
        }
    }
    let cookie = pages::language_cookie(language, state.config.server.is_https());
    no_store(([(header::SET_COOKIE, cookie)], answer).into_response())
}
