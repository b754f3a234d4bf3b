//! What the pages of users in the admin area post to, and the list as a file. Whoever is no admin finds
//! nothing here.

pub(crate) mod csv;
pub(crate) mod person;
pub(crate) mod roles;

use super::posted::Answer;
use crate::{ReturnPath, error::Problem};
use axum::response::{IntoResponse, Redirect, Response};
use contract::{UserId, account::Role};
use service::ctx::Actor;

/// The signed-in admin's id, or what to answer instead; `back` is where sign-in leads to.
async fn admin(answer: Answer, back: &str) -> Result<(UserId, Answer), Response> {
    match &answer.ctx.actor {
        Actor::User(person) if person.role == Role::Admin && person.status.is_usable() => {
            Ok((person.id, answer))
        }
        Actor::User(person) if person.status.is_usable() => {
            Err(answer.with_problem(Problem::NotFound).await)
        }
        Actor::Anonymous => Err(to_sign_in(back)),
        // The page says why it cannot be shown to them.
        _ => Err(answer.with_page(|| {}).await),
    }
}

/// Leads to sign-in, and from there to a page.
fn to_sign_in(back: &str) -> Response {
    let back = ReturnPath::parse(back).unwrap_or_else(ReturnPath::root);
    Redirect::to(&format!("/sign-in?return_to={}", back.encoded())).into_response()
}

/// Of whoever is no admin any more nothing is here either.
pub(super) fn hidden(problem: Problem) -> Problem {
    match problem {
        Problem::Forbidden => Problem::NotFound,
        problem => problem,
    }
}
