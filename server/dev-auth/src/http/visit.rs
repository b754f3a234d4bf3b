//! Who is at the door: the language they read and where they want to go on to.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::reply::{go, header_text, page};
use super::request::{AuthorizationRequest, Refusal};
use crate::language::Language;
use crate::pages;
use crate::state::Provider;

/// Where somebody goes after signing in.
pub(super) enum Destination {
    /// Back to the client that sent them.
    Client(Box<AuthorizationRequest>),
    /// To their account here: they came without a client.
    Account,
}

/// A person's request for a page. The authorization request travels along in the query string of
/// every page and form, and is checked anew each time.
pub(super) struct Visit {
    pub(super) query: String,
    pub(super) language: Language,
    pub(super) destination: Destination,
    pub(super) headers: HeaderMap,
}

/// The language alone, for pages that stand outside an authorization request.
pub(super) struct Reads(pub(super) Language);

impl FromRequestParts<Provider> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Response> {
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let language = language_of(parts);
        let mut names = url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
        let wants_client = parts.uri.path() == "/authorize" || names.any(|n| n == "client_id");
        let destination = if wants_client {
            let request = AuthorizationRequest::parse(&query, &provider.client)
                .map_err(|refusal| refuse(provider, language, refusal))?;
            Destination::Client(Box::new(request))
        } else {
            Destination::Account
        };
        Ok(Self {
            query,
            language,
            destination,
            headers: parts.headers.clone(),
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(language_of(parts)))
    }
}

impl Visit {
    /// An address of ours that keeps the authorization request.
    pub(super) fn address(&self, path: &str) -> String {
        if self.query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", self.query)
        }
    }
}

fn language_of(parts: &Parts) -> Language {
    let query = parts.uri.query().unwrap_or_default();
    let ui_locales = url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "ui_locales").then_some(value));
    Language::choose(
        ui_locales.as_deref(),
        header_text(&parts.headers, "accept-language"),
    )
}

fn refuse(provider: &Provider, language: Language, refusal: Refusal) -> Response {
    let words = pages::words(language);
    let reason = match refusal {
        Refusal::Told {
            client,
            error,
            description,
        } => {
            tracing::info!(error, description, "authorization request refused");
            let answer = [("error", error), ("error_description", description)];
            return go(client.with(&provider.issuer, &answer).as_str());
        }
        Refusal::UnknownClient => words.unknown_client,
        Refusal::UnknownRedirectUri => words.unknown_redirect_uri,
        Refusal::Unreadable => words.unreadable_request,
    };
    tracing::info!(?refusal, "authorization request refused");
    page(StatusCode::BAD_REQUEST, pages::refused(language, reason)).into_response()
}
