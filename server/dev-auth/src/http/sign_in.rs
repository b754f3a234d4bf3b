//! `/sign-in`: by e-mail and password, or as a persona with one button.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use secrecy::SecretString;
use serde::Deserialize;

use super::reply::{Failure, go, page, with_cookie};
use super::session;
use super::visit::{Destination, Visit};
use crate::account::Account;
use crate::pages::{self, Problem, SignInPage};
use crate::state::Provider;
use crate::{password, personas, store};

/// The form, as sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Credentials {
    email: String,
    password: SecretString,
}

#[derive(Deserialize)]
pub(super) struct ChosenPersona {
    persona: String,
}

pub(super) async fn show(State(provider): State<Provider>, visit: Visit) -> Response {
    let email = match &visit.destination {
        Destination::Client(request) => request.login_hint.clone().unwrap_or_default(),
        Destination::Account => String::new(),
    };
    let markup = render(&provider, &visit, &email, &[]);
    page(StatusCode::OK, markup)
}

pub(super) async fn with_password(
    State(provider): State<Provider>,
    visit: Visit,
    Form(form): Form<Credentials>,
) -> Result<Response, Failure> {
    let email = form.email.trim();
    let mut conn = provider.pool.acquire().await?;
    let account = store::accounts::find_account_by_email(&mut conn, email).await?;
    drop(conn);
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let matches = password::verify(form.password, hash).await?;
    if let Some(account) = account.filter(|_| matches) {
        return welcome(&provider, &visit, &account).await;
    }
    tracing::info!("sign-in refused: unknown address or wrong password");
    let problem = Problem {
        field: "email",
        text: pages::words(visit.language).wrong_credentials,
    };
    let markup = render(&provider, &visit, email, &[problem]);
    Ok(page(StatusCode::BAD_REQUEST, markup))
}

pub(super) async fn as_persona(
    State(provider): State<Provider>,
    visit: Visit,
    Form(form): Form<ChosenPersona>,
) -> Result<Response, Failure> {
    let persona = personas::personas()
        .iter()
        .find(|persona| persona.email == form.persona);
    let Some(persona) = persona.filter(|_| provider.personas) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let mut conn = provider.pool.acquire().await?;
    let account = store::accounts::find_account_by_email(&mut conn, persona.email).await?;
    drop(conn);
    match account {
        Some(account) => welcome(&provider, &visit, &account).await,
        None => Ok(StatusCode::NOT_FOUND.into_response()),
    }
}

/// Opens a session and goes on to where the person wanted to go.
pub(super) async fn welcome(
    provider: &Provider,
    visit: &Visit,
    account: &Account,
) -> Result<Response, Failure> {
    let mut tx = provider.pool.begin().await?;
    let (session, cookie) = session::open(&mut tx, provider, &visit.headers, account).await?;
    let url = session::way_on(&mut tx, provider, visit, &session).await?;
    tx.commit().await?;
    provider.outbox_bell.notify_one();
    Ok(with_cookie(go(&url), cookie))
}

fn render(provider: &Provider, visit: &Visit, email: &str, problems: &[Problem]) -> maud::Markup {
    pages::sign_in(&SignInPage {
        language: visit.language,
        action: &visit.address("/sign-in"),
        persona_action: &visit.address("/sign-in/persona"),
        register: &visit.address("/register"),
        personas: if provider.personas {
            personas::personas()
        } else {
            &[]
        },
        email,
        problems,
    })
}
