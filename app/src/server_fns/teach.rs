//! `POST /teach`: apply. `POST /teach/withdraw`: take the application back.

use super::posted::{Answer, Posted};
use crate::{
    error::Problem,
    forms::application::ApplicationForm,
    pages::teach::{ApplicationRefusal, PATH},
    session::{
        draft::{self, Draft, NotKept},
        flash::{ApplicationDeed, Flash},
    },
};
use axum::response::{IntoResponse, Redirect, Response};
use contract::UserId;
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor};

/// Sends the application and goes back to the page, or answers with the page and what is wrong.
pub(crate) async fn apply(Posted { pairs, answer }: Posted) -> Response {
    let is_discard = |(name, value): &(String, String)| name == "action" && value == "discard";
    if pairs.iter().any(is_discard) {
        draft::forget::<ApplicationForm>(&answer.session).await;
        return Redirect::to(PATH).into_response();
    }
    let form = ApplicationForm::from_pairs(pairs);
    if is_anothers(&answer, form.owner) {
        return other_account(&answer).await;
    }
    let service = &answer.state.services.instructor_application;
    match service.apply(&answer.ctx, form.command()).await {
        Ok(_) => {
            draft::forget::<ApplicationForm>(&answer.session).await;
            done(&answer, ApplicationDeed::Sent).await
        }
        Err(Error::Unauthenticated(_)) => with_sign_in(answer, form).await,
        Err(error) => with_form(answer, form, error).await,
    }
}

/// Takes the application back. One that is over already stays as it is.
pub(crate) async fn withdraw(Posted { pairs, answer }: Posted) -> Response {
    let form = ApplicationForm::from_pairs(pairs);
    if is_anothers(&answer, form.owner) {
        return other_account(&answer).await;
    }
    let service = &answer.state.services.instructor_application;
    match service.withdraw(&answer.ctx).await {
        Ok(_) => done(&answer, ApplicationDeed::Withdrawn).await,
        Err(Error::NotFound) => done(&answer, ApplicationDeed::WasOver).await,
        Err(Error::Unauthenticated(_)) => answer.to_sign_in(),
        Err(error) => answer.with_problem(Problem::noted(&error)).await,
    }
}

/// Whether the form was made for somebody else than who is signed in now.
fn is_anothers(answer: &Answer, owner: Option<UserId>) -> bool {
    matches!((&answer.ctx.actor, owner), (Actor::User(me), Some(owner)) if me.id != owner)
}

async fn other_account(answer: &Answer) -> Response {
    Flash::OtherAccount.leave(&answer.session).await;
    Redirect::to(PATH).into_response()
}

async fn done(answer: &Answer, deed: ApplicationDeed) -> Response {
    Flash::Application(deed).leave(&answer.session).await;
    Redirect::to(PATH).into_response()
}

/// Keeps what was typed and leads to sign-in, after which the form has it again.
async fn with_sign_in(answer: Answer, form: ApplicationForm) -> Response {
    match draft::keep(&answer.session, &form).await {
        Ok(()) => answer.to_sign_in(),
        Err(NotKept::TooLarge) => answer.with_problem(Problem::TooLarge).await,
        Err(NotKept::Unavailable) => {
            with_form(answer, form, Error::Unavailable("session store")).await
        }
    }
}

async fn with_form(answer: Answer, form: ApplicationForm, error: Error) -> Response {
    match ApplicationRefusal::new(form, error) {
        Ok(refusal) => {
            answer
                .with_page(move || provide_context(refusal.clone()))
                .await
        }
        Err(problem) => answer.with_problem(problem).await,
    }
}
