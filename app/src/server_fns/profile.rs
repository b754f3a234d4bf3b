//! `POST /profile/edit`.

use super::posted::{Answer, Posted};
use crate::{
    error::Problem,
    forms::profile::ProfileForm,
    pages::profile::edit::Submission,
    router::render,
    session::{
        draft::{self, NotKept},
        flash::Flash,
    },
    visit::Me,
};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor, error::Current};

const EDIT: &str = "/profile/edit";

/// Saves the form and goes back to the page, or answers with the page and what is wrong.
pub(crate) async fn update(Posted { pairs, answer }: Posted) -> Response {
    if pairs
        .iter()
        .any(|(name, value)| name == "action" && value == "discard")
    {
        draft::forget::<ProfileForm>(&answer.session).await;
        return Redirect::to(EDIT).into_response();
    }
    let form = ProfileForm::from_pairs(pairs);
    match save(&answer, &form).await {
        Ok(()) => Redirect::to(EDIT).into_response(),
        Err(Error::Unauthenticated(_)) => with_sign_in(answer, form).await,
        Err(error) => with_form(answer, form, error).await,
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
    let (profile, ctx) = (&answer.state.services.profile, &answer.ctx);
    match profile.update(ctx, form.command()?, form.version).await {
        Err(Error::Stale(current)) => {
            let version = version_to_save_over(form, *current)?;
            profile.update(ctx, form.command()?, Some(version)).await?
        }
        saved => saved?,
    };
    draft::forget::<ProfileForm>(&answer.session).await;
    Flash::Saved.leave(&answer.session).await;
    Ok(())
}

/// The version that the row has come to, where it has come to it by nothing that the form is about.
fn version_to_save_over(form: &ProfileForm, current: Current) -> Result<i64, Error> {
    match current {
        Current::Profile(view) if form.choices.is_empty() && form.is_untroubled_by(&view) => {
            Ok(view.version)
        }
        current => Err(Error::Stale(Box::new(current))),
    }
}

/// Keeps what was typed and leads to sign-in, after which the form has it again.
async fn with_sign_in(answer: Answer, form: ProfileForm) -> Response {
    match draft::keep(&answer.session, &form).await {
        Ok(()) => answer.to_sign_in(),
        Err(NotKept::TooLarge) => answer.with_problem(Problem::TooLarge).await,
        Err(NotKept::Unavailable) => {
            with_form(answer, form, Error::Unavailable("session store")).await
        }
    }
}

async fn with_form(answer: Answer, mut form: ProfileForm, error: Error) -> Response {
    let (state, visit, request) = answer.visit().await;
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
