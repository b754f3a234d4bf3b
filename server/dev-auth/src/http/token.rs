//! `POST /token`: a code for an access token and an id token (RFC 6749 section 4.1.3).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::Json;
use axum::extract::{RawForm, State};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::json;

use super::reply::{JsonFailure, header_text};
use super::session::hash;
use crate::state::Provider;
use crate::store::codes::Redeemed;
use crate::tokens::{self, LIFETIME, Parties, SignIn};
use crate::{clock, pkce, store};

#[derive(Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    grant_type: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// What the client is told (RFC 6749 section 5.2).
pub(super) enum Denial {
    InvalidClient,
    InvalidRequest(&'static str),
    InvalidGrant(&'static str),
    UnsupportedGrantType,
    Failure(JsonFailure),
}

impl<E: Into<crate::Error>> From<E> for Denial {
    fn from(error: E) -> Self {
        Self::Failure(error.into().into())
    }
}

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::Failure(failure) => return failure.into_response(),
            Self::InvalidClient => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "unknown client or wrong secret",
            ),
            Self::InvalidRequest(what) => (StatusCode::BAD_REQUEST, "invalid_request", what),
            Self::InvalidGrant(what) => (StatusCode::BAD_REQUEST, "invalid_grant", what),
            Self::UnsupportedGrantType => (
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "grant_type must be authorization_code",
            ),
        };
        tracing::info!(error, description, "token request denied");
        let body = Json(json!({ "error": error, "error_description": description }));
        let mut response = (status, body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = http::HeaderValue::from_static("Basic realm=\"dev-auth\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

pub(super) async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Result<Response, Denial> {
    let form: TokenForm = serde_urlencoded::from_bytes(&body)
        .map_err(|_| Denial::InvalidRequest("the form cannot be read"))?;
    if !is_our_client(&provider, &headers, &form)? {
        return Err(Denial::InvalidClient);
    }
    match form.grant_type.as_deref() {
        Some("authorization_code") => {}
        Some(_) => return Err(Denial::UnsupportedGrantType),
        None => return Err(Denial::InvalidRequest("grant_type is required")),
    }
    let redeemed = redeem(&provider, &form).await?;
    let mut conn = provider.pool.acquire().await?;
    let account = store::accounts::find_account(&mut conn, redeemed.account_id)
        .await?
        .ok_or(Denial::InvalidGrant("the account is gone"))?;
    drop(conn);
    let sign_in = SignIn {
        account: &account,
        session_id: redeemed.grant.session_id,
        auth_time: redeemed.auth_time,
        nonce: redeemed.grant.nonce,
    };
    let pair = tokens::issue(
        &provider.keys.current(),
        &parties(&provider),
        sign_in,
        clock::now(),
    )?;
    Ok(Json(json!({
        "access_token": pair.access_token,
        "token_type": "Bearer",
        "expires_in": LIFETIME.num_seconds(),
        "id_token": pair.id_token,
        "scope": redeemed.grant.scope,
    }))
    .into_response())
}

/// The names that go into the tokens.
pub(super) fn parties(provider: &Provider) -> Parties<'_> {
    Parties {
        issuer: &provider.issuer,
        client_id: &provider.client.id,
        audience: &provider.audience,
    }
}

/// Uses the code up, right or wrong: whoever has a code but not its verifier may not try twice.
async fn redeem(provider: &Provider, form: &TokenForm) -> Result<Redeemed, Denial> {
    let code = form
        .code
        .as_deref()
        .ok_or(Denial::InvalidRequest("code is required"))?;
    let verifier = form
        .code_verifier
        .as_deref()
        .ok_or(Denial::InvalidRequest("code_verifier is required"))?;
    let redirect_uri = form
        .redirect_uri
        .as_deref()
        .ok_or(Denial::InvalidRequest("redirect_uri is required"))?;
    let mut conn = provider.pool.acquire().await?;
    let redeemed = store::codes::redeem_code(&mut conn, &hash(code), clock::now())
        .await?
        .ok_or(Denial::InvalidGrant("the code is unknown, used or expired"))?;
    if redeemed.grant.redirect_uri != redirect_uri {
        return Err(Denial::InvalidGrant(
            "redirect_uri is not the one of the code",
        ));
    }
    if !pkce::verifies(verifier, &redeemed.grant.code_challenge) {
        return Err(Denial::InvalidGrant("code_verifier does not fit"));
    }
    Ok(redeemed)
}

fn is_our_client(
    provider: &Provider,
    headers: &HeaderMap,
    form: &TokenForm,
) -> Result<bool, Denial> {
    let basic = header_text(headers, "authorization").and_then(read_basic);
    if basic.is_some() && form.client_secret.is_some() {
        return Err(Denial::InvalidRequest(
            "one way of client authentication only",
        ));
    }
    let client = &provider.client;
    let same = |id: &str, secret: &str| {
        let expected = hash(client.secret.expose_secret());
        id == client.id && verify_slices_are_equal(&hash(secret), &expected).is_ok()
    };
    Ok(match basic {
        Some((id, secret)) => same(&form_decode(&id), &form_decode(&secret)) || same(&id, &secret),
        None => match (&form.client_id, &form.client_secret) {
            (Some(id), Some(secret)) => same(id, secret),
            _ => false,
        },
    })
}

fn read_basic(header: &str) -> Option<(String, String)> {
    let (scheme, value) = header.split_once(' ')?;
    let decoded = STANDARD.decode(value.trim()).ok()?;
    let (id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (id.to_owned(), secret.to_owned()))
}

/// RFC 6749 section 2.3.1: id and secret are form-encoded before they go into HTTP Basic. Many clients
/// forget it, so both forms are tried.
fn form_decode(text: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(text.as_bytes());
    pairs
        .next()
        .map(|(key, _)| key.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_read_and_decoded() {
        let header = format!("Basic {}", STANDARD.encode("web:a%2Fb+c%3A"));
        let (id, secret) = read_basic(&header).unwrap();
        assert_eq!(
            (id.as_str(), form_decode(&secret).as_str()),
            ("web", "a/b c:")
        );
        assert_eq!(read_basic("Bearer abc"), None);
        assert_eq!(read_basic("Basic !"), None);
    }
}
