//! `POST /admin/users?…`: many people are given a role. The list and the preview are at one address, whose
//! filters say who "all" are.

use super::{admin, hidden, to_sign_in};
use crate::{
    error::Problem,
    forms::roles::{RolesForm, Step, Whom},
    pages::admin::users::{
        ListRefusal, Shown,
        roles::{Answered, Outcome, Plan, Why},
    },
    server_fns::posted::{Answer, Posted},
    session::flash::Flash,
};
use axum::response::{IntoResponse, Redirect, Response};
use contract::{
    account::{ChangeRoles, Role},
    limits::BULK_MAX,
};
use leptos::prelude::provide_context;
use service::Error;
use std::{collections::HashMap, sync::Arc};

/// Does what the button says.
pub(crate) async fn change(Posted { pairs, answer }: Posted) -> Response {
    let shown = Shown::of(&answer.here());
    let list = shown.list().href();
    let (me, answer) = match admin(answer, &list).await {
        Ok(admin) => admin,
        Err(instead) => return instead,
    };
    let form = RolesForm::from_pairs(pairs);
    if form.owner.is_some_and(|owner| owner != me) {
        Flash::OtherAccount.leave(&answer.session).await;
        return Redirect::to(&list).into_response();
    }
    match form.step {
        Some(Step::SelectAll) => select_all(answer, shown, form.give).await,
        Some(Step::Preview) => match form.whom() {
            Some(whom) => Redirect::to(&shown.choosing(whom, form.give).href()).into_response(),
            None => refuse(answer, ListRefusal::Nobody(form)).await,
        },
        Some(Step::Change) => match (shown.whom, shown.give) {
            (Some(whom), Some(role)) => give(answer, whom, role, &list).await,
            _ => answer.with_problem(Problem::Unreadable).await,
        },
        None => answer.with_problem(Problem::Unreadable).await,
    }
}

/// Fixes whom the filters find, and leads to what would become of them.
async fn select_all(answer: Answer, shown: Shown, give: Option<Role>) -> Response {
    let account = &answer.state.services.account;
    match account.select(&answer.ctx, shown.query.clone()).await {
        Ok(selection) => {
            let whom = Whom::Selected(selection.id);
            Redirect::to(&shown.choosing(whom, give).href()).into_response()
        }
        Err(Error::Invalid(errors)) if errors.0.iter().any(|e| e.field == "selection") => {
            refuse(answer, ListRefusal::TooMany).await
        }
        Err(error) => fail(answer, error, &shown.list().href()).await,
    }
}

/// Gives them the role, as far as each may be given it.
async fn give(answer: Answer, whom: Whom, role: Role, list: &str) -> Response {
    match Box::pin(carry_out(&answer, whom, role)).await {
        Ok(outcome) => show(answer, Answered::Done(Arc::new(outcome))).await,
        Err(Error::NotFound) => show(answer, Answered::Gone).await,
        Err(error) => fail(answer, error, list).await,
    }
}

/// Batch by batch, each a change of its own. What fails in between is told, with what was done before it.
async fn carry_out(answer: &Answer, whom: Whom, role: Role) -> Result<Outcome, Error> {
    let (services, ctx) = (&answer.state.services, &answer.ctx);
    let mut plan = Plan::load(services, ctx, whom, Some(role)).await?;
    let due = std::mem::take(&mut plan.changed);
    let mut stopped = None;
    for batch in due.chunks(BULK_MAX) {
        if stopped.is_some() {
            plan.refused
                .extend(batch.iter().map(|id| (*id, Why::NotYet)));
            continue;
        }
        let command = ChangeRoles {
            user_ids: batch.to_vec(),
            role,
        };
        match services.account.change_roles(ctx, command).await {
            Ok(done) => {
                let errors = done.errors.iter();
                let errors: HashMap<_, _> = errors.map(|one| (one.id, one.code)).collect();
                for id in batch {
                    match errors.get(id) {
                        Some(code) => plan.refused.push((*id, Why::Rule(*code))),
                        None => plan.changed.push(*id),
                    }
                }
            }
            Err(error) => match Problem::noted(&error) {
                problem if problem.is_passing() || !plan.changed.is_empty() => {
                    stopped = Some(problem);
                    plan.refused
                        .extend(batch.iter().map(|id| (*id, Why::NotYet)));
                }
                _ => return Err(error),
            },
        }
    }
    Ok(Outcome {
        plan,
        role,
        stopped,
    })
}

async fn show(answer: Answer, answered: Answered) -> Response {
    answer
        .with_page(move || provide_context(answered.clone()))
        .await
}

async fn refuse(answer: Answer, refusal: ListRefusal) -> Response {
    answer
        .with_page(move || provide_context(refusal.clone()))
        .await
}

async fn fail(answer: Answer, error: Error, list: &str) -> Response {
    if matches!(error, Error::Unauthenticated(_)) {
        return to_sign_in(list);
    }
    match hidden(Problem::noted(&error)) {
        problem if problem.is_passing() => refuse(answer, ListRefusal::Passing(problem)).await,
        problem => answer.with_problem(problem).await,
    }
}
