//! `POST /language`: the language switch, for people and for visitors.

use super::no_store;
use crate::http::{AppState, pages};
use app::ReturnPath;
use axum::{
    Extension, Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use contract::{Language, Patch, profile::UpdateProfile};
use http::header;
use serde::Deserialize;
use service::{Actor, Ctx};
use tower_sessions::Session;

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    language: String,
    #[serde(default)]
    return_to: String,
}

/// Where a visitor's choice waits in the session until they sign in.
const CHOSEN: &str = "language_chosen";

/// Keeps the choice in a cookie, and in the profile of who is signed in; stays on the same page.
pub(super) async fn choose(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    session: Session,
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
        save(&state, &ctx, language).await;
    } else if let Err(error) = session.insert(CHOSEN, language).await {
        tracing::warn!(%error, "the chosen language will not be carried over a sign-in");
    }
    let cookie = pages::language_cookie(language, state.config.server.is_https());
    no_store(([(header::SET_COOKIE, cookie)], answer).into_response())
}

/// Carries what somebody chose as a visitor into the profile of who they turned out to be.
pub(super) async fn carry_over(state: &AppState, ctx: &Ctx, session: &Session) {
    if let Ok(Some(language)) = session.remove(CHOSEN).await {
        save(state, ctx, language).await;
    }
}

async fn save(state: &AppState, ctx: &Ctx, language: Language) {
    let command = UpdateProfile {
        language: Patch::Set(language),
        ..UpdateProfile::default()
    };
    if let Err(error) = state.services.profile.update(ctx, command, None).await {
        tracing::warn!(%error, "the language was chosen, but not saved in the profile");
    }
}
