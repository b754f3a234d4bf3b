//! `POST /settings`, `/settings/notifications` and `/settings/privacy`. A browser without JavaScript sends
//! the whole form and gets a page; the island `AutoSave` sends one control and gets a status, and on
//! failure a sentence that says why.

use super::posted::{Answer, Posted, in_words};
use crate::{
    forms::choices::ChoiceForm,
    pages::settings::refused::{Refused, sentence},
    session::flash::Flash,
    words::{self, td_string},
};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor};

/// The pages of choices.
#[derive(Clone, Copy)]
enum Page {
    Settings,
    Notifications,
    Privacy,
}

/// Saves choices of `/settings`.
pub(crate) async fn update_settings(posted: Posted) -> Response {
    update(posted, Page::Settings).await
}

/// Saves choices of `/settings/notifications`.
pub(crate) async fn update_notifications(posted: Posted) -> Response {
    update(posted, Page::Notifications).await
}

/// Saves choices of `/settings/privacy`.
pub(crate) async fn update_privacy(posted: Posted) -> Response {
    update(posted, Page::Privacy).await
}

async fn update(Posted { pairs, answer }: Posted, page: Page) -> Response {
    let form = ChoiceForm::from_pairs(pairs);
    let outcome = save(&answer, &form, page).await;
    if answer.wants_json() {
        respond_to_island(&answer, outcome).await
    } else {
        respond_with_page(answer, form, outcome, page).await
    }
}

/// Saves the form, unless it was made for somebody else than who is signed in now.
async fn save(answer: &Answer, form: &ChoiceForm, page: Page) -> Result<Flash, Error> {
    if let (Actor::User(person), Some(owner)) = (&answer.ctx.actor, form.owner)
        && person.id != owner
    {
        return Ok(Flash::OtherAccount);
    }
    let services = &answer.state.services;
    match page {
        Page::Settings => {
            let command = form.settings()?;
            let is_language = command.language.value().is_some();
            services.settings.update(&answer.ctx, command, None).await?;
            Ok(if is_language {
                Flash::LanguageSaved
            } else {
                Flash::Saved
            })
        }
        Page::Notifications => {
            let me = answer.ctx.person()?.id;
            let command = form.notifications()?;
            services.preference.upsert(&answer.ctx, me, command).await?;
            Ok(Flash::Saved)
        }
        Page::Privacy => {
            let command = form.privacy()?;
            services.profile.update(&answer.ctx, command, None).await?;
            Ok(Flash::Saved)
        }
    }
}

/// 204, or 205 where the page has to be loaded again to show what was chosen.
async fn respond_to_island(answer: &Answer, outcome: Result<Flash, Error>) -> Response {
    let locale = words::locale(answer.ctx.locale);
    match outcome {
        Ok(Flash::OtherAccount) => {
            let text = td_string!(locale, edit.other_account_text);
            in_words(StatusCode::CONFLICT, text)
        }
        Ok(Flash::LanguageSaved) => {
            Flash::LanguageSaved.leave(&answer.session).await;
            StatusCode::RESET_CONTENT.into_response()
        }
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(Error::Unauthenticated(_)) => {
            let text = td_string!(locale, auto_save.session_over);
            in_words(StatusCode::UNAUTHORIZED, text)
        }
        Err(error) => {
            let status = crate::error::status(&error);
            in_words(status, &sentence(locale, &error))
        }
    }
}

async fn respond_with_page(
    answer: Answer,
    form: ChoiceForm,
    outcome: Result<Flash, Error>,
    page: Page,
) -> Response {
    let back = match page {
        Page::Settings => Redirect::to("/settings"),
        Page::Notifications => Redirect::to("/settings/notifications"),
        // Its address says as whom the person looks at themselves.
        Page::Privacy => Redirect::to(answer.here().as_str()),
    };
    match outcome {
        Ok(flash) => {
            // Nothing on the page has had the focus: the word of what was done takes it.
            let flash = match flash {
                Flash::LanguageSaved => Flash::Saved,
                flash => flash,
            };
            flash.leave(&answer.session).await;
            back.into_response()
        }
        Err(Error::Unauthenticated(_)) => answer.to_sign_in(),
        Err(error) => match Refused::new(form, error) {
            Ok(refused) => {
                answer
                    .with_page(move || provide_context(refused.clone()))
                    .await
            }
            Err(problem) => answer.with_problem(problem).await,
        },
    }
}
