//! The browser's sign-in session, and the code that a client gets for it.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;

use super::reply::header_text;
use super::visit::{Destination, Visit};
use crate::account::{Account, Session};
use crate::events::Event;
use crate::state::Provider;
use crate::store::codes::Grant;
use crate::{Error, clock, store};

/// Cookies know no ports: the name must not be one of Matricula's on the same host.
const COOKIE: &str = "matricula_dev_auth";
/// How long a sign-in lasts, used or not.
const SESSION_LIFETIME: TimeDelta = TimeDelta::hours(12);
/// How long a code may be redeemed.
const CODE_LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// A secret that goes out as text and stays here as a hash.
struct Secret {
    text: String,
    hash: Vec<u8>,
}

impl Secret {
    fn new() -> Self {
        let text = URL_SAFE_NO_PAD.encode(clock::random_bytes());
        let hash = hash(&text);
        Self { text, hash }
    }
}

/// What is stored of a session token or a code.
pub(super) fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

fn cookie_of(headers: &HeaderMap) -> Option<&str> {
    let cookies = header_text(headers, "cookie")?.split(';');
    cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

fn set_cookie(provider: &Provider, value: &str, max_age: TimeDelta) -> Result<HeaderValue, Error> {
    let secure = if provider.secure { "; Secure" } else { "" };
    let seconds = max_age.num_seconds();
    let text =
        format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::try_from(text).map_err(|error| Error::Config(error.to_string()))
}

/// A cookie that removes the session's one.
pub(super) fn forget(provider: &Provider) -> Result<HeaderValue, Error> {
    set_cookie(provider, "", TimeDelta::zero())
}

/// The session that the browser's cookie stands for.
pub(super) async fn current(
    conn: &mut PgConnection,
    headers: &HeaderMap,
) -> Result<Option<Session>, sqlx::Error> {
    let Some(token) = cookie_of(headers) else {
        return Ok(None);
    };
    store::sessions::find_session(conn, &hash(token), clock::now()).await
}

/// Signs somebody in: a new session in place of the browser's old one, and the event.
pub(super) async fn open(
    conn: &mut PgConnection,
    provider: &Provider,
    headers: &HeaderMap,
    account: &Account,
) -> Result<(Session, HeaderValue), Error> {
    if let Some(old) = current(conn, headers).await? {
        store::sessions::delete_session(conn, old.id).await?;
    }
    let token = Secret::new();
    let now = clock::now();
    let session = Session {
        id: clock::new_id(),
        account_id: account.id,
        auth_time: now,
        expires_at: now + SESSION_LIFETIME,
    };
    store::sessions::insert_session(conn, &session, &token.hash).await?;
    let event = Event::login(account, session.id, now);
    store::outbox::insert_event(conn, &event).await?;
    tracing::info!(auth_id = %account.id, session_id = %session.id, "signed in");
    Ok((
        session,
        set_cookie(provider, &token.text, SESSION_LIFETIME)?,
    ))
}

/// Ends a session that is still open, with the event.
pub(super) async fn close(conn: &mut PgConnection, session: &Session) -> Result<(), Error> {
    let Some(ended) = store::sessions::delete_session(conn, session.id).await? else {
        return Ok(());
    };
    if let Some(account) = store::accounts::find_account(conn, ended.account_id).await? {
        store::outbox::insert_event(conn, &Event::logout(&account, ended.id)).await?;
        tracing::info!(auth_id = %account.id, session_id = %ended.id, "signed out");
    }
    Ok(())
}

/// Where a signed-in browser goes on: back to the client with a code, or to the account page.
pub(super) async fn way_on(
    conn: &mut PgConnection,
    provider: &Provider,
    visit: &Visit,
    session: &Session,
) -> Result<String, Error> {
    let Destination::Client(request) = &visit.destination else {
        return Ok("/account".to_owned());
    };
    let code = Secret::new();
    let grant = Grant {
        session_id: session.id,
        redirect_uri: request.redirect_uri.as_str().to_owned(),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        code_challenge: request.code_challenge.clone(),
        expires_at: clock::now() + CODE_LIFETIME,
    };
    store::codes::insert_code(conn, &code.hash, &grant).await?;
    Ok(request
        .callback()
        .with(&provider.issuer, &[("code", &code.text)])
        .into())
}
