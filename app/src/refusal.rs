//! Pages that the server shows in the place of any other.

use crate::{AppState, error::Problem, server_fns::posted::Answer};
use axum::{extract::Request, response::Response};
use leptos::prelude::provide_context;

/// A page that stands in for whatever is at the address, which nobody looks for then.
#[derive(Clone, Copy)]
pub(crate) struct Instead(pub(crate) Problem);

/// Answers whoever has asked too much: with a page, or an island in a sentence.
pub async fn too_many(state: AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match Answer::new(state, parts).await {
        Ok(answer) if answer.wants_json() => answer.with_problem(Problem::TooMany).await,
        Ok(answer) => {
            answer
                .with_page(|| provide_context(Instead(Problem::TooMany)))
                .await
        }
        Err(response) => response,
    }
}
