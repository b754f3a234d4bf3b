//! `POST /admin/applications/{id}`: take an application up, give it back, approve it, reject it.

use super::{
    posted::{Answer, Posted},
    users::hidden,
};
use crate::{
    error::Problem,
    forms::review::{Action, ReviewForm},
    pages::admin::applications::{ReviewRefusal, Shown, id_of},
    session::{
        draft::{self, Draft, NotKept},
        flash::{Flash, ReviewDeed},
    },
};
use axum::response::{IntoResponse, Redirect, Response};
use contract::{
    ApplicationId, ErrorCode,
    account::Role,
    instructor_application::{ApplicationStatus, Decide, ReviewView},
};
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor};

/// Does what the form says and goes on to the next application, or answers with this one and why nothing
/// was done.
pub(crate) async fn change(Posted { pairs, answer }: Posted) -> Response {
    let Some(id) = id_of(&answer.here()) else {
        return answer.with_problem(Problem::NotFound).await;
    };
    // Whoever is no admin finds nothing here, as on the page.
    if let Actor::User(person) = &answer.ctx.actor
        && person.status.is_usable()
        && person.role != Role::Admin
    {
        return answer.with_problem(Problem::NotFound).await;
    }
    let mut form = ReviewForm::from_pairs(pairs);
    form.application = Some(id);
    let Some(action) = form.action else {
        return answer.with_problem(Problem::Unreadable).await;
    };
    if let (Actor::User(me), Some(owner)) = (&answer.ctx.actor, form.owner)
        && me.id != owner
    {
        Flash::OtherAccount.leave(&answer.session).await;
        return Redirect::to(answer.here().as_str()).into_response();
    }
    let done = match form.decision() {
        Some(decision) => decide(&answer, id, decision).await,
        None => claim(&answer, id, &form, action == Action::Take).await,
    };
    match done {
        Ok((deed, to)) => {
            draft::forget::<ReviewForm>(&answer.session).await;
            Flash::Review(deed).leave(&answer.session).await;
            Redirect::to(&to).into_response()
        }
        Err(Error::Unauthenticated(_)) => with_sign_in(answer, form).await,
        Err(error) => with_form(answer, form, error).await,
    }
}

/// Decides the application that was read, and finds the next one.
async fn decide(
    answer: &Answer,
    id: ApplicationId,
    command: Decide,
) -> Result<(ReviewDeed, String), Error> {
    let service = &answer.state.services.instructor_application;
    // The service decides the application of a person that is under review, whichever that is.
    let read = service.get(&answer.ctx, id).await?.application;
    if read.status != ApplicationStatus::Pending {
        let message = "The application is not under review any longer";
        return Err(Error::conflict(ErrorCode::NoPendingApplication, message));
    }
    let decided = service.decide(&answer.ctx, read.user_id, command).await?;
    let (next, left) = next(answer, &decided).await;
    let deed = ReviewDeed::Decided {
        is_approved: decided.application.status == ApplicationStatus::Approved,
        name: decided.applicant.map(|one| one.profile.display_name),
        left,
    };
    Ok((deed, next))
}

/// The address of the application after the one that was decided, in the list that it was opened from;
/// and how many are left there. Where that cannot be read, the decision stands all the same.
async fn next(answer: &Answer, decided: &ReviewView) -> (String, Option<i64>) {
    let service = &answer.state.services.instructor_application;
    let opened = Shown::of(&answer.here());
    let first = opened.under_review();
    let place = |view: &ReviewView| (view.application.submitted_at, view.application.id);
    let shown = match opened.status {
        ApplicationStatus::Pending => opened,
        _ => first.clone(),
    };
    for shown in [&shown, &first] {
        let Ok(page) = service
            .list(&answer.ctx, shown.query(), shown.request())
            .await
        else {
            return (shown.href(), None);
        };
        let after = page.entries.iter().find(|one| place(one) > place(decided));
        if let Some(next) = after.or(page.entries.first()) {
            return (shown.href_of(next.application.id), Some(page.total));
        }
        if page.total == 0 {
            return (shown.under_review().href(), Some(0));
        }
    }
    (first.href(), None)
}

/// Takes the application up or gives it back; but not away from somebody of whom the reviewer knew nothing.
async fn claim(
    answer: &Answer,
    id: ApplicationId,
    form: &ReviewForm,
    take: bool,
) -> Result<(ReviewDeed, String), Error> {
    let service = &answer.state.services.instructor_application;
    let here = answer.here().to_string();
    let me = answer.ctx.person()?.id;
    let claimer = service.get(&answer.ctx, id).await?.claimed_by;
    let claimer = claimer.map(|person| person.id);
    let is_anothers = claimer.is_some() && claimer != Some(me) && claimer != form.claimer;
    if take && is_anothers {
        return Ok((ReviewDeed::TakenByAnother, here));
    }
    service.claim(&answer.ctx, id, take).await?;
    let deed = if take {
        ReviewDeed::Taken
    } else {
        ReviewDeed::GivenBack
    };
    Ok((deed, here))
}

/// Keeps the reason and leads to sign-in, after which it is in its box again.
async fn with_sign_in(answer: Answer, form: ReviewForm) -> Response {
    if form.reason.trim().is_empty() {
        return answer.to_sign_in();
    }
    match draft::keep(&answer.session, &form).await {
        Ok(()) => answer.to_sign_in(),
        Err(NotKept::TooLarge) => answer.with_problem(Problem::TooLarge).await,
        Err(NotKept::Unavailable) => {
            with_form(answer, form, Error::Unavailable("session store")).await
        }
    }
}

async fn with_form(answer: Answer, form: ReviewForm, error: Error) -> Response {
    match ReviewRefusal::new(form.reason, error) {
        Ok(refusal) => {
            answer
                .with_page(move || provide_context(refusal.clone()))
                .await
        }
        Err(problem) => answer.with_problem(hidden(problem)).await,
    }
}
