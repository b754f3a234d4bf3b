//! `POST /settings/sessions`: signs out one other browser, or all of them.

use super::posted::{Answer, Posted};
use crate::{error::Problem, session::flash::Flash};
use axum::response::{IntoResponse, Redirect, Response};
use service::Error;

/// The value of `end` that means every session but this one.
pub(crate) const OTHERS: &str = "others";

/// Ends what the button says and goes back to the list, which says what was done.
pub(crate) async fn end(Posted { pairs, answer }: Posted) -> Response {
    let named = pairs.iter().find(|(name, _)| name == "end");
    let Some((_, what)) = named else {
        return answer.with_problem(Problem::Unreadable).await;
    };
    match end_named(&answer, what).await {
        Ok(flash) => {
            flash.leave(&answer.session).await;
            Redirect::to("/settings/sessions").into_response()
        }
        Err(Error::Unauthenticated(_)) => answer.to_sign_in(),
        Err(error) => {
            let problem = Problem::noted(&error);
            answer.with_problem(problem).await
        }
    }
}

/// A session that is not there any more is no error: it is as signed out as it was meant to be.
async fn end_named(answer: &Answer, what: &str) -> Result<Flash, Error> {
    let sessions = &answer.state.services.session;
    if what == OTHERS {
        let current = answer.session.id().map(|id| id.to_string());
        let ended = sessions.sign_out_others(&answer.ctx, current.as_deref());
        return Ok(Flash::SessionsEnded(ended.await?));
    }
    let ended = match what.parse() {
        Ok(id) => sessions.sign_out(&answer.ctx, id).await,
        Err(_) => Err(Error::NotFound),
    };
    match ended {
        Ok(()) => Ok(Flash::SessionsEnded(1)),
        Err(Error::NotFound) => Ok(Flash::SessionsEnded(0)),
        Err(error) => Err(error),
    }
}
