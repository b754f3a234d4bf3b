//! `/end-session` (`OpenID` Connect RP-Initiated Logout 1.0): with a token of the person at once,
//! without one after a question, so that no other site can sign somebody out.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use url::Url;

use super::reply::{Failure, go, page, with_cookie};
use super::session;
use super::token::parties;
use super::visit::Reads;
use crate::account::Session;
use crate::language::Language;
use crate::state::Provider;
use crate::tokens::{IdClaims, read_id_token_hint};
use crate::{pages, store};

#[derive(Default, Deserialize)]
struct Parameters {
    id_token_hint: Option<String>,
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
}

/// The way back to the client, if one was asked for.
enum WayBack {
    None,
    To(Url),
    Unknown,
}

pub(super) async fn ask(
    State(provider): State<Provider>,
    Reads(language): Reads,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let Some((parameters, way_back)) = read(&provider, &query) else {
        return Ok(refused(language));
    };
    let mut conn = provider.pool.acquire().await?;
    let browser = session::current(&mut conn, &headers).await?;
    drop(conn);
    let hint = parameters
        .id_token_hint
        .as_deref()
        .and_then(|token| read_id_token_hint(&provider.keys.current(), &parties(&provider), token));
    match (hint, browser) {
        // Somebody else sits at this browser now: their session is their own.
        (Some(hint), browser) if browser.as_ref().is_none_or(|b| b.account_id == hint.sub) => {
            end(&provider, language, browser, Some(&hint), way_back).await
        }
        (_, None) => end(&provider, language, None, None, way_back).await,
        (_, Some(_)) => {
            let action = if query.is_empty() {
                "/end-session".to_owned()
            } else {
                format!("/end-session?{query}")
            };
            Ok(page(StatusCode::OK, pages::sign_out(language, &action)))
        }
    }
}

pub(super) async fn confirmed(
    State(provider): State<Provider>,
    Reads(language): Reads,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let Some((_, way_back)) = read(&provider, &query.unwrap_or_default()) else {
        return Ok(refused(language));
    };
    let mut conn = provider.pool.acquire().await?;
    let browser = session::current(&mut conn, &headers).await?;
    drop(conn);
    end(&provider, language, browser, None, way_back).await
}

/// The parameters, or nothing when they lead to a place we do not know.
fn read(provider: &Provider, query: &str) -> Option<(Parameters, Option<Url>)> {
    let parameters: Parameters = serde_urlencoded::from_str(query).ok()?;
    match way_back(provider, &parameters) {
        WayBack::None => Some((parameters, None)),
        WayBack::To(url) => Some((parameters, Some(url))),
        WayBack::Unknown => None,
    }
}

fn way_back(provider: &Provider, parameters: &Parameters) -> WayBack {
    let Some(uri) = &parameters.post_logout_redirect_uri else {
        return WayBack::None;
    };
    if !provider.client.post_logout_redirect_uris.contains(uri) {
        return WayBack::Unknown;
    }
    let Ok(mut url) = Url::parse(uri) else {
        return WayBack::Unknown;
    };
    if let Some(state) = &parameters.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    WayBack::To(url)
}

fn refused(language: Language) -> Response {
    let reason = pages::words(language).unknown_redirect_uri;
    page(StatusCode::BAD_REQUEST, pages::refused(language, reason))
}

async fn end(
    provider: &Provider,
    language: Language,
    browser: Option<Session>,
    hint: Option<&IdClaims>,
    way_back: Option<Url>,
) -> Result<Response, Failure> {
    let mut tx = provider.pool.begin().await?;
    // The hint's session may be one that this browser has replaced or lost.
    let hinted = match hint {
        Some(hint) => store::sessions::find_session_by_id(&mut tx, hint.sid).await?,
        None => None,
    };
    for session in browser.iter().chain(&hinted) {
        session::close(&mut tx, session).await?;
    }
    tx.commit().await?;
    provider.outbox_bell.notify_one();
    let response = match way_back {
        Some(url) => go(url.as_str()),
        None => page(StatusCode::OK, pages::signed_out(language)),
    };
    Ok(with_cookie(response, session::forget(provider)?))
}
