//! What every handler of a form needs: what was sent, and what an answer is made of.

use crate::{
    AppState, Arrival, ReturnPath,
    error::Problem,
    router::{here, render},
    visit::Visit,
    words,
};
use axum::{
    Extension, Form, Json, RequestExt,
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Redirect, Response},
};
use http::{StatusCode, Uri, header, request::Parts};
use leptos::prelude::provide_context;
use serde_json::json;
use service::Ctx;
use std::sync::Arc;
use tower_sessions::Session;

/// The controls of a form, in its order: name and value.
pub(crate) type Pairs = Vec<(String, String)>;

/// A form that was sent to a page's own address. What cannot be read is answered by the page's
/// [`Problem`] before the handler sees it.
pub(crate) struct Posted {
    /// What was sent.
    pub(crate) pairs: Pairs,
    /// What the answer is made of.
    pub(crate) answer: Answer,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let pairs = read(Request::from_parts(parts.clone(), body)).await;
        let answer = Answer::new(state.clone(), parts).await?;
        match pairs {
            Ok(pairs) => Ok(Self { pairs, answer }),
            Err(problem) => Err(answer.with_problem(problem).await),
        }
    }
}

async fn read(request: Request) -> Result<Pairs, Problem> {
    match request.extract::<Form<Pairs>, _>().await {
        Ok(Form(pairs)) => Ok(pairs),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::TooLarge)
        }
        Err(_) => Err(Problem::Unreadable),
    }
}

/// What an answer is made of.
pub(crate) struct Answer {
    /// The process. Behind a pointer: handlers pass the answer on, and the state is large.
    pub(crate) state: Arc<AppState>,
    /// Who asks.
    pub(crate) ctx: Ctx,
    /// The browser session.
    pub(crate) session: Session,
    arrival: Arrival,
    parts: Parts,
}

impl Answer {
    /// Gathers it; the middleware has put the rest into the request.
    pub(crate) async fn new(state: AppState, mut parts: Parts) -> Result<Self, Response> {
        let (Extension(ctx), Extension(arrival)) =
            <(Extension<Ctx>, Extension<Arrival>)>::from_request_parts(&mut parts, &state)
                .await
                .map_err(IntoResponse::into_response)?;
        let session = Session::from_request_parts(&mut parts, &state)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self {
            state: Arc::new(state),
            ctx,
            session,
            arrival,
            parts,
        })
    }

    /// Whether an island asks, which reads JSON, rather than a browser that shows a page.
    pub(crate) fn wants_json(&self) -> bool {
        let accept = self.parts.headers.get(header::ACCEPT);
        accept.is_some_and(|accept| accept == "application/json")
    }

    /// Answers as the page at another address, for a form that is sent to one where no page is.
    pub(crate) fn at(mut self, page: &'static str) -> Self {
        self.parts.uri = Uri::from_static(page);
        self
    }

    /// The address that the form was sent to.
    pub(crate) fn here(&self) -> ReturnPath {
        let path = self.parts.uri.path_and_query();
        path.and_then(|path| ReturnPath::parse(path.as_str()))
            .unwrap_or_else(ReturnPath::root)
    }

    /// Leads to sign-in, and back to the page afterwards.
    pub(crate) fn to_sign_in(&self) -> Response {
        let back = ReturnPath::parse(self.parts.uri.path()).unwrap_or_else(ReturnPath::root);
        Redirect::to(&format!("/sign-in?return_to={}", back.encoded())).into_response()
    }

    /// Says what is wrong: with a page, or to an island in a sentence.
    pub(crate) async fn with_problem(self, problem: Problem) -> Response {
        if self.wants_json() {
            let (_, text) = problem.words(words::locale(self.ctx.locale));
            return in_words(problem.status(), text);
        }
        self.with_page(move || provide_context(problem)).await
    }

    /// Answers with the page at the form's address. `provide` adds what only this answer knows.
    pub(crate) async fn with_page(
        self,
        provide: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Response {
        let (state, visit, request) = self.visit().await;
        render(state, visit, request, provide).await
    }

    /// For answers that need to know what every page shows: the visit, and what [`render`] takes.
    pub(crate) async fn visit(self) -> (AppState, Visit, Request) {
        let request = Request::from_parts(self.parts, Body::empty());
        let here = here(&request);
        let visit = Visit::load(self.ctx, self.arrival, self.session, here).await;
        (Arc::unwrap_or_clone(self.state), visit, request)
    }
}

/// Answers an island with a sentence for the person.
pub(crate) fn in_words(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({ "message": text }))).into_response()
}
