//! `/userinfo`: who an access token is for (`OpenID` Connect Core 5.3).

use axum::Json;
use axum::extract::State;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use uuid::Uuid;

use super::reply::{JsonFailure, header_text};
use super::token::parties;
use crate::state::Provider;
use crate::store;
use crate::tokens::{PersonClaims, read_access_token};

#[derive(Serialize)]
struct UserInfo {
    /// As in the id token: the auth id, not Matricula's user id.
    sub: Uuid,
    #[serde(flatten)]
    person: PersonClaims,
}

pub(super) async fn userinfo(
    State(provider): State<Provider>,
    headers: HeaderMap,
) -> Result<Response, JsonFailure> {
    let claims = header_text(&headers, "authorization")
        .and_then(|header| header.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, token)| {
            read_access_token(&provider.keys.current(), &parties(&provider), token.trim())
        });
    let Some(claims) = claims else {
        return Ok(denied());
    };
    let mut conn = provider.pool.acquire().await?;
    let account = store::accounts::find_account(&mut conn, claims.auth_id).await?;
    Ok(account.map_or_else(denied, |account| {
        Json(UserInfo {
            sub: account.id,
            person: (&account).into(),
        })
        .into_response()
    }))
}

fn denied() -> Response {
    let challenge = "Bearer realm=\"dev-auth\", error=\"invalid_token\"";
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, challenge)]).into_response()
}
