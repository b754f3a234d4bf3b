//! `GET /people/{handle}`. Who is there is asked before the page is rendered: what search engines and
//! social networks read stands in its head, which does not wait for data.

use super::posted::Answer;
use crate::{AppState, error::Problem};
use axum::{
    RequestPartsExt,
    extract::{Path, Request, State, rejection::PathRejection},
    response::Response,
};
use contract::directory::{Handle, PublicProfile};
use leptos::prelude::provide_context;
use service::Error;

/// The page's path, for the server.
pub(crate) const PATH: &str = "/people/{handle}";

/// Who was found at an address, or why nobody can be shown.
#[derive(Clone, Debug)]
pub(crate) struct Found(pub(crate) Result<PublicProfile, Problem>);

/// The page of the person at the address, or the one for an address that nothing is at.
pub(crate) async fn show(State(state): State<AppState>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let handle = handle_of(parts.extract().await);
    match Answer::new(state, parts).await {
        Ok(answer) => with_person(answer, handle, || {}).await,
        Err(instead) => instead,
    }
}

/// Whom an address names. What is no text names nobody.
pub(super) fn handle_of(path: Result<Path<String>, PathRejection>) -> Option<Handle> {
    path.ok()?.parse().ok()
}

/// Answers with the page of a person.
pub(super) async fn with_person(
    answer: Answer,
    handle: Option<Handle>,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let found = match handle {
        Some(handle) => {
            let directory = &answer.state.services.directory;
            directory.profile(&answer.ctx, &handle).await
        }
        None => Err(Error::NotFound),
    };
    let found = Found(found.map_err(|error| Problem::noted(&error)));
    let provide = move || {
        provide_context(found.clone());
        provide();
    };
    answer.with_page(provide).await
}
