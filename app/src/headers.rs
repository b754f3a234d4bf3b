//! The headers of every page: what the browser may load and keep.

use crate::{
    AppState,
    visit::{Me, Visit},
};
use http::{HeaderValue, header};
use leptos::nonce::use_nonce;
use leptos_axum::ResponseOptions;

/// Sets content security policy and caching of the page that is being rendered.
pub(crate) fn set(response: &ResponseOptions, state: &AppState, visit: &Visit) {
    let nonce = use_nonce()
        .map(|nonce| nonce.to_string())
        .unwrap_or_default();
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, state)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
    // The nonce is of one answer, so no page may be shared or used twice without asking.
    let caching = if matches!(visit.me, Me::Nobody) {
        "private, no-cache"
    } else {
        "private, no-store"
    };
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response.insert_header(
        header::VARY,
        HeaderValue::from_static("Cookie, Accept-Language"),
    );
}

/// Islands need `wasm-unsafe-eval`, and send photos straight to storage; pictures may be anywhere on
/// the web, and where we keep those that were uploaded; a form may lead on to the OpenID issuer,
/// since browsers check `form-action` along redirects too.
fn policy(nonce: &str, state: &AppState) -> String {
    let form_action = state
        .form_action_origins
        .iter()
        .fold("'self'".to_owned(), |list, o| list + " " + o);
    let (uploads, pictures) = (&state.upload_origin, &state.picture_origin);
    format!(
        "default-src 'self'; \
         script-src 'self' 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' https: data: {pictures}; font-src 'self'; \
         connect-src 'self' {uploads}; \
         form-action {form_action}; frame-ancestors 'none'; base-uri 'self'; object-src 'none'"
    )
}
