//! `POST /admin/users/{id}`: what an admin does with somebody's account.

use super::{admin, hidden, to_sign_in};
use crate::{
    error::Problem,
    forms::user::{Action, UserForm},
    pages::admin::{
        user::UserRefusal,
        users::{PATH as USERS, user_href},
    },
    server_fns::posted::{Answer, Posted},
    session::flash::{AccountDeed, Flash, ReasonDraft},
    words::AccountFault,
};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::{IntoResponse, Redirect, Response},
};
use contract::{UserId, profile::ProfileView};
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor, error::Current};

/// The page's path, for the server.
pub(crate) const PATH: &str = "/admin/users/{id}";
/// A longer reason is not kept for after sign-in: characters.
const DRAFT_MAX: usize = 2_000;

/// Why a form did nothing.
enum Refused {
    /// It says so itself.
    Fault(AccountFault),
    /// The service says so.
    Error(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Does what the form says and goes back to the page, or answers with it and says why not.
pub(crate) async fn change(
    id: Result<Path<String>, PathRejection>,
    Posted { pairs, answer }: Posted,
) -> Response {
    let id = id.ok().and_then(|Path(id)| id.parse::<UserId>().ok());
    let Some(id) = id else {
        return answer.with_problem(Problem::NotFound).await;
    };
    let (form, page) = (UserForm::from_pairs(pairs), user_href(id));
    if matches!(answer.ctx.actor, Actor::Anonymous) {
        keep(&answer, id, &form).await;
    }
    let (me, answer) = match admin(answer, &page).await {
        Ok(admin) => admin,
        Err(instead) => return instead,
    };
    let Some(action) = form.action else {
        return answer.with_problem(Problem::Unreadable).await;
    };
    if form.owner.is_some_and(|owner| owner != me) {
        Flash::OtherAccount.leave(&answer.session).await;
        return Redirect::to(&page).into_response();
    }
    match Box::pin(act(&answer, id, action, &form)).await {
        Ok(flash) => {
            let is_gone = matches!(flash, Flash::Account(AccountDeed::Deleted(_)));
            flash.leave(&answer.session).await;
            Redirect::to(if is_gone { USERS } else { &page }).into_response()
        }
        Err(Refused::Error(Error::Unauthenticated(_))) => {
            keep(&answer, id, &form).await;
            to_sign_in(&page)
        }
        Err(refused) => refuse(answer, form, refused).await,
    }
}

async fn act(
    answer: &Answer,
    id: UserId,
    action: Action,
    form: &UserForm,
) -> Result<Flash, Refused> {
    let (services, ctx) = (&answer.state.services, &answer.ctx);
    let nothing = || Refused::Fault(AccountFault::NoChoice);
    Ok(match action {
        Action::Role => {
            let command = form.change_role().ok_or_else(nothing)?;
            let save = |version| services.account.change_role(ctx, id, command, version);
            let view = over(form, save).await?;
            Flash::Account(AccountDeed::Role(view.role))
        }
        Action::Status => {
            let command = form.change_status().ok_or_else(nothing)?;
            let save = |version| {
                services
                    .account
                    .change_status(ctx, id, command.clone(), version)
            };
            let view = over(form, save).await?;
            Flash::Account(AccountDeed::Status(view.status))
        }
        Action::RemovePhoto => {
            services.avatar.remove(ctx, id).await?;
            Flash::Account(AccountDeed::PhotoRemoved)
        }
        Action::EndSessions => Flash::SessionsEnded(services.account.end_sessions(ctx, id).await?),
        Action::Delete => {
            let name = services.profile.get(ctx, id).await?.shown_name();
            if !form.names(&name) {
                return Err(Refused::Fault(AccountFault::Name(name)));
            }
            services.account.delete(ctx, id, form.version).await?;
            Flash::Account(AccountDeed::Deleted(name))
        }
    })
}

/// Saves over the version that the form was made from; over a later one too, where nothing that the form is
/// about has changed since.
async fn over<F>(form: &UserForm, save: impl Fn(Option<i64>) -> F) -> Result<ProfileView, Error>
where
    F: Future<Output = Result<ProfileView, Error>>,
{
    match save(form.version).await {
        Err(Error::Stale(current)) => match *current {
            Current::Profile(now) if form.is_untroubled_by(&now) => save(Some(now.version)).await,
            current => Err(Error::Stale(Box::new(current))),
        },
        saved => saved,
    }
}

async fn refuse(answer: Answer, form: UserForm, refused: Refused) -> Response {
    let fault = match refused {
        Refused::Fault(fault) => Ok(fault),
        Refused::Error(error) => AccountFault::of(&error).map_err(hidden),
    };
    match fault {
        Ok(fault) => {
            let refusal = UserRefusal { form, fault };
            answer
                .with_page(move || provide_context(refusal.clone()))
                .await
        }
        Err(problem) => answer.with_problem(problem).await,
    }
}

/// Keeps the reason that somebody has typed for after sign-in.
async fn keep(answer: &Answer, user: UserId, form: &UserForm) {
    let is_worth_it = !form.reason.trim().is_empty() && form.reason.chars().count() <= DRAFT_MAX;
    if let (Some(owner), Some(Action::Status)) = (form.owner, form.action)
        && is_worth_it
    {
        let draft = ReasonDraft {
            owner,
            user,
            status: form.status,
            reason: form.reason.clone(),
        };
        Flash::Reason(draft).leave(&answer.session).await;
    }
}
