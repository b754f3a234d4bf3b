//! `POST /people/{handle}`: Block in a person's menu. `POST /settings/blocked`: Unblock, and each Undo.

use super::{
    person::{handle_of, with_person},
    posted::{Answer, Posted},
};
use crate::{
    components::block_notice::BlockRefusal,
    error::Problem,
    forms::block::{Action, BlockForm},
    session::flash::{BlockDeed, Flash, NoteDraft},
    words::BlockFault,
};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::{IntoResponse, Redirect, Response},
};
use contract::{block::CreateBlock, directory::Handle};
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor};

/// The page of whom one has blocked.
pub(crate) const BLOCKED: &str = "/settings/blocked";
/// Longer notes are not kept for after sign-in: characters.
const DRAFT_MAX: usize = 2_000;

/// Where a form was sent from: that page says why nothing was done.
enum Page {
    /// A person's.
    Person(Option<Handle>),
    /// The list of blocks.
    List,
}

/// Does what the menu says and goes to the list of blocks, or answers with the person's page.
pub(crate) async fn change_on_page(
    handle: Result<Path<String>, PathRejection>,
    posted: Posted,
) -> Response {
    respond(posted, Page::Person(handle_of(handle))).await
}

/// Does what the form says and goes back to the list, or answers with it.
pub(crate) async fn change(posted: Posted) -> Response {
    respond(posted, Page::List).await
}

async fn respond(Posted { pairs, answer }: Posted, page: Page) -> Response {
    let form = BlockForm::from_pairs(pairs);
    let Some((action, command)) = form.command() else {
        return answer.with_problem(Problem::Unreadable).await;
    };
    let me = match &answer.ctx.actor {
        Actor::User(person) => person.id,
        Actor::Anonymous => return to_sign_in(&answer, form).await,
        // The page says why it cannot be shown to them.
        _ => return with_page(answer, page, || {}).await,
    };
    if form.owner.is_some_and(|owner| owner != me) {
        Flash::OtherAccount.leave(&answer.session).await;
        return Redirect::to(answer.here().as_str()).into_response();
    }
    match act(&answer, action, command).await {
        Ok(deed) => {
            Flash::Block(deed).leave(&answer.session).await;
            let list = match page {
                Page::Person(_) => BLOCKED.to_owned(),
                Page::List => answer.here().to_string(),
            };
            Redirect::to(&list).into_response()
        }
        Err(Error::Unauthenticated(_)) => to_sign_in(&answer, form).await,
        Err(error) => refuse(answer, page, form, &error).await,
    }
}

/// Whoever is blocked already stays so, and a block that is over already is as over as it was meant to be.
async fn act(answer: &Answer, action: Action, command: CreateBlock) -> Result<BlockDeed, Error> {
    let (service, ctx) = (&answer.state.services.block, &answer.ctx);
    match action {
        Action::Block => {
            let blocked = service.block(ctx, command).await?;
            Ok(BlockDeed::Blocked(blocked.block.user.into()))
        }
        Action::Unblock => match service.unblock(ctx, command.user_id).await {
            Ok(block) => Ok(BlockDeed::Unblocked(block.user.into(), block.note)),
            Err(Error::NotFound) => Ok(BlockDeed::WasUnblocked),
            Err(error) => Err(error),
        },
    }
}

async fn refuse(answer: Answer, page: Page, form: BlockForm, error: &Error) -> Response {
    let fault = match BlockFault::of(error) {
        // Whoever is not there has no page to say so on.
        Ok(BlockFault::Gone) if matches!(page, Page::Person(_)) => {
            return answer.with_problem(Problem::NotFound).await;
        }
        Ok(fault) => fault,
        Err(problem) => return answer.with_problem(problem).await,
    };
    let refusal = BlockRefusal { fault, form };
    with_page(answer, page, move || provide_context(refusal.clone())).await
}

async fn with_page(
    answer: Answer,
    page: Page,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    match page {
        Page::Person(handle) => with_person(answer, handle, provide).await,
        Page::List => answer.with_page(provide).await,
    }
}

/// Leads to sign-in, after which the note is in its box again.
async fn to_sign_in(answer: &Answer, form: BlockForm) -> Response {
    if let (Some(owner), Some(user), Some(Action::Block)) = (form.owner, form.user, form.action)
        && !form.note.trim().is_empty()
        && form.note.chars().count() <= DRAFT_MAX
    {
        let note = form.note;
        let draft = NoteDraft { owner, user, note };
        Flash::Note(draft).leave(&answer.session).await;
    }
    answer.to_sign_in()
}
