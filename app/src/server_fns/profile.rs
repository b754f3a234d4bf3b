//! `POST /profile/edit`.

use crate::{
    AppState, Appearance,
    error::Problem,
    forms::profile::ProfileForm,
    pages::profile::edit::Submission,
    router::{here, render},
    session::{
        draft::{self, NotKept},
        flash::Flash,
    },
    visit::{Me, Visit},
};
use axum::{
    Extension, Form,
    body::Body,
    extract::{FromRequest, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{StatusCode, request::Parts};
use leptos::prelude::provide_context;
use service::{Ctx, Error, ctx::Actor};
use tower_sessions::Session;

const EDIT: &str = "/profile/edit";

/// Saves the form and goes back to the page, or answers with the page and what is wrong.
pub(crate) async fn update(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Extension(appearance): Extension<Appearance>,
    session: Session,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let pairs = read(Request::from_parts(parts.clone(), body)).await;
    let answer = Answer {
        state,
        ctx,
        appearance,
        session,
        parts,
    };
    let pairs = match pairs {
        Ok(pairs) => pairs,
        Err(problem) => return answer.with_problem(problem).await,
    };
    if pairs
        .iter()
        .any(|(name, value)| name == "action" && value == "discard")
    {
        draft::forget(&answer.session).await;
        return Redirect::to(EDIT).into_response();
    }
    let form = ProfileForm::from_pairs(pairs);
    match save(&answer, &form).await {
        Ok(()) => Redirect::to(EDIT).into_response(),
        Err(Error::Unauthenticated(_)) => answer.with_sign_in(form).await,
        Err(error) => answer.with_form(form, error).await,
    }
}

/// Saves the form, unless it was made for somebody else than who is signed in now.
async fn save(answer: &Answer, form: &ProfileForm) -> Result<(), Error> {
    if let (Actor::User(person), Some(owner)) = (&answer.ctx.actor, form.owner)
        && person.id != owner
    {
        Flash::OtherAccount.leave(&answer.session).await;
        return Ok(());
    }
    let services = &answer.state.services;
    services
        .profile
        .update(&answer.ctx, form.command()?, form.version)
        .await?;
    draft::forget(&answer.session).await;
    Flash::Saved.leave(&answer.session).await;
    Ok(())
}

async fn read(request: Request) -> Result<Vec<(String, String)>, Problem> {
    match Form::<Vec<(String, String)>>::from_request(request, &()).await {
        Ok(Form(pairs)) => Ok(pairs),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::TooLarge)
        }
        Err(_) => Err(Problem::Unreadable),
    }
}

/// What an answer is made of.
struct Answer {
    state: AppState,
    ctx: Ctx,
    appearance: Appearance,
    session: Session,
    parts: Parts,
}

impl Answer {
    /// Keeps what was typed and leads to sign-in, after which the form has it again.
    async fn with_sign_in(self, form: ProfileForm) -> Response {
        match draft::keep(&self.session, &form).await {
            Ok(()) => Redirect::to("/sign-in?return_to=/profile/edit").into_response(),
            Err(NotKept::TooLarge) => self.with_problem(Problem::TooLarge).await,
            Err(NotKept::Unavailable) => {
                self.with_form(form, Error::Unavailable("session store"))
                    .await
            }
        }
    }

    async fn with_form(self, mut form: ProfileForm, error: Error) -> Response {
        let (state, visit, request) = self.visit().await;
        if let (Me::Person(me), false) = (&visit.me, matches!(error, Error::Stale(_))) {
            form.settle(&ProfileForm::from_view(me));
        }
        match Submission::new(form, error) {
            Ok(submission) => {
                render(state, visit, request, move || {
                    provide_context(submission.clone());
                })
                .await
            }
            Err(problem) => render(state, visit, request, move || provide_context(problem)).await,
        }
    }

    async fn with_problem(self, problem: Problem) -> Response {
        let (state, visit, request) = self.visit().await;
        render(state, visit, request, move || provide_context(problem)).await
    }

    async fn visit(self) -> (AppState, Visit, Request) {
        let request = Request::from_parts(self.parts, Body::empty());
        let here = here(&request);
        let visit = Visit::load(&self.state, self.ctx, self.appearance, self.session, here).await;
        (self.state, visit, request)
    }
}
