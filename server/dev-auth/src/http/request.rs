//! The authorization request (RFC 6749 section 4.1.1, `OpenID` Connect Core 3.1.2.1, RFC 7636) and
//! what is wrong with it.

use serde::Deserialize;
use url::Url;

use crate::{Client, pkce};

/// A request that may be answered with a code.
#[derive(Debug, Clone)]
pub(super) struct AuthorizationRequest {
    pub(super) redirect_uri: Url,
    pub(super) scope: String,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) code_challenge: String,
    pub(super) prompt: Vec<String>,
    pub(super) max_age_seconds: Option<i64>,
    pub(super) login_hint: Option<String>,
}

/// Why a request gets no sign-in page.
#[derive(Debug)]
pub(super) enum Refusal {
    /// We cannot trust the way back: the person sees our own page.
    UnknownClient,
    UnknownRedirectUri,
    Unreadable,
    /// The client is told, at its redirect URI.
    Told {
        client: Box<Callback>,
        error: &'static str,
        description: &'static str,
    },
}

/// Where the answer goes.
#[derive(Debug, Clone)]
pub(super) struct Callback {
    redirect_uri: Url,
    state: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Parameters {
    client_id: Option<String>,
    redirect_uri: Option<String>,
    response_type: Option<String>,
    response_mode: Option<String>,
    scope: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    prompt: Option<String>,
    max_age: Option<String>,
    login_hint: Option<String>,
    request: Option<String>,
    request_uri: Option<String>,
}

impl Callback {
    /// The redirect URI with an answer, the state and the issuer (RFC 9207) appended.
    pub(super) fn with(&self, issuer: &str, answer: &[(&str, &str)]) -> Url {
        let mut url = self.redirect_uri.clone();
        let mut query = url.query_pairs_mut();
        query.extend_pairs(answer);
        if let Some(state) = &self.state {
            query.append_pair("state", state);
        }
        query.append_pair("iss", issuer);
        drop(query);
        url
    }
}

impl AuthorizationRequest {
    /// Reads and checks the query string of `/authorize`.
    pub(super) fn parse(query: &str, client: &Client) -> Result<Self, Refusal> {
        // A parameter that comes twice is an error here too (RFC 6749 section 3.1).
        let given: Parameters =
            serde_urlencoded::from_str(query).map_err(|_| Refusal::Unreadable)?;
        if given.client_id.as_deref() != Some(client.id.as_str()) {
            return Err(Refusal::UnknownClient);
        }
        let redirect_uri = given
            .redirect_uri
            .as_ref()
            .filter(|uri| client.redirect_uris.contains(uri))
            .and_then(|uri| Url::parse(uri).ok())
            .ok_or(Refusal::UnknownRedirectUri)?;
        let callback = Callback {
            redirect_uri,
            state: given.state.clone(),
        };
        given.check(callback)
    }

    pub(super) fn callback(&self) -> Callback {
        Callback {
            redirect_uri: self.redirect_uri.clone(),
            state: self.state.clone(),
        }
    }

    pub(super) fn asks_for(&self, prompt: &str) -> bool {
        self.prompt.iter().any(|given| given == prompt)
    }
}

impl Parameters {
    fn check(self, callback: Callback) -> Result<AuthorizationRequest, Refusal> {
        let told = |error, description| Refusal::Told {
            client: Box::new(callback.clone()),
            error,
            description,
        };
        let ensure = |good, error, description| {
            if good {
                Ok(())
            } else {
                Err(told(error, description))
            }
        };
        ensure(
            self.request.is_none(),
            "request_not_supported",
            "request is not supported",
        )?;
        ensure(
            self.request_uri.is_none(),
            "request_uri_not_supported",
            "request_uri is not supported",
        )?;
        let response_type = self
            .response_type
            .ok_or_else(|| told("invalid_request", "response_type is required"))?;
        ensure(
            response_type == "code",
            "unsupported_response_type",
            "response_type must be code",
        )?;
        ensure(
            self.response_mode.is_none_or(|mode| mode == "query"),
            "invalid_request",
            "response_mode must be query",
        )?;
        let scope = self.scope.unwrap_or_default();
        ensure(
            scope.split(' ').any(|name| name == "openid"),
            "invalid_scope",
            "scope must contain openid",
        )?;
        let code_challenge = self
            .code_challenge
            .filter(|challenge| pkce::is_challenge(challenge))
            .ok_or_else(|| told("invalid_request", "an S256 code_challenge is required"))?;
        ensure(
            self.code_challenge_method.as_deref() == Some("S256"),
            "invalid_request",
            "code_challenge_method must be S256",
        )?;
        let max_age_seconds = match self.max_age.as_deref().map(str::parse::<u32>) {
            None => None,
            Some(Ok(seconds)) => Some(i64::from(seconds)),
            Some(Err(_)) => return Err(told("invalid_request", "max_age must be seconds")),
        };
        let prompt: Vec<String> = self
            .prompt
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        ensure(
            prompt.len() < 2 || !prompt.iter().any(|given| given == "none"),
            "invalid_request",
            "prompt none stands alone",
        )?;
        Ok(AuthorizationRequest {
            redirect_uri: callback.redirect_uri,
            scope,
            state: callback.state,
            nonce: self.nonce,
            code_challenge,
            prompt,
            max_age_seconds,
            login_hint: self.login_hint,
        })
    }
}

#[cfg(test)]
mod tests;
