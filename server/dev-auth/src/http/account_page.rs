//! `/account`: who is signed in here, and a new password.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;
use sqlx::PgConnection;

use super::reply::{Failure, go, page};
use super::session;
use super::visit::Reads;
use crate::account::{Account, Session};
use crate::events::Event;
use crate::pages::{self, AccountPage, Problem};
use crate::state::Provider;
use crate::{Error, password, store};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Outcome {
    changed: Option<String>,
}

/// The form, as sent.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct NewPassword {
    current_password: SecretString,
    new_password: SecretString,
}

pub(super) async fn home() -> Response {
    go("/account")
}

pub(super) async fn show(
    State(provider): State<Provider>,
    Reads(language): Reads,
    headers: HeaderMap,
    Query(outcome): Query<Outcome>,
) -> Result<Response, Failure> {
    let mut conn = provider.pool.acquire().await?;
    let Some((account, _)) = who(&mut conn, &headers).await? else {
        return Ok(go("/sign-in"));
    };
    let view = AccountPage {
        language,
        name: &account.full_name(),
        email: &account.email,
        changed: outcome.changed.is_some(),
        problems: &[],
    };
    Ok(page(StatusCode::OK, pages::account(&view)))
}

pub(super) async fn change_password(
    State(provider): State<Provider>,
    Reads(language): Reads,
    headers: HeaderMap,
    Form(form): Form<NewPassword>,
) -> Result<Response, Failure> {
    let mut conn = provider.pool.acquire().await?;
    let signed_in = who(&mut conn, &headers).await?;
    drop(conn);
    let Some((account, session)) = signed_in else {
        return Ok(go("/sign-in"));
    };
    let words = pages::words(language);
    let mut problems = Vec::new();
    let hash = account.password_hash.clone();
    if !password::verify(form.current_password, Some(hash)).await? {
        problems.push(Problem {
            field: "currentPassword",
            text: words.wrong_password,
        });
    }
    if !password::long_enough(&form.new_password) {
        problems.push(Problem {
            field: "newPassword",
            text: words.password_problem,
        });
    }
    if problems.is_empty() {
        replace(&provider, &account, &session, form.new_password).await?;
        return Ok(go("/account?changed=1"));
    }
    let (name, email) = (&account.full_name(), &account.email);
    let view = AccountPage {
        language,
        name,
        email,
        changed: false,
        problems: &problems,
    };
    Ok(page(StatusCode::BAD_REQUEST, pages::account(&view)))
}

/// A new password ends every other session of the account.
async fn replace(
    provider: &Provider,
    account: &Account,
    session: &Session,
    new_password: SecretString,
) -> Result<(), Error> {
    let hash = password::hash(new_password).await?;
    let mut tx = provider.pool.begin().await?;
    store::accounts::update_password(&mut tx, account.id, &hash).await?;
    store::sessions::delete_other_sessions(&mut tx, session).await?;
    let event = Event::password_changed(account, session.id);
    store::outbox::insert_event(&mut tx, &event).await?;
    tx.commit().await?;
    provider.outbox_bell.notify_one();
    tracing::info!(auth_id = %account.id, "password changed");
    Ok(())
}

async fn who(
    conn: &mut PgConnection,
    headers: &HeaderMap,
) -> Result<Option<(Account, Session)>, sqlx::Error> {
    let Some(session) = session::current(conn, headers).await? else {
        return Ok(None);
    };
    let account = store::accounts::find_account(conn, session.account_id).await?;
    Ok(account.map(|account| (account, session)))
}
