//! What a client needs to know of the provider: its addresses, abilities and public keys.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::state::Provider;

/// `OpenID` Connect Discovery 1.0, section 3.
pub(super) async fn configuration(State(provider): State<Provider>) -> Json<Value> {
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": provider.url("/authorize"),
        "token_endpoint": provider.url("/token"),
        "userinfo_endpoint": provider.url("/userinfo"),
        "end_session_endpoint": provider.url("/end-session"),
        "jwks_uri": provider.url("/jwks"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "select_account", "create"],
        "ui_locales_supported": ["en", "es"],
        "authorization_response_iss_parameter_supported": true,
        "claims_supported": [
            "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "sid", "at_hash", "email",
            "email_verified", "given_name", "family_name", "name", "locale", "tenant_id",
        ],
    }))
}

pub(super) async fn jwks(State(provider): State<Provider>) -> impl IntoResponse {
    let keys = provider.keys.current();
    (
        [(CACHE_CONTROL, "public, max-age=60")],
        Json(keys.published.clone()),
    )
}
