//! The browser that sent a request: what it says of itself, and where it is.

use super::{AppState, client_address};
use axum::extract::FromRequestParts;
use http::{Extensions, HeaderMap, HeaderValue, header, request::Parts};
use std::{borrow::Cow, convert::Infallible, net::IpAddr};

/// As it came; whoever keeps it cleans it.
#[derive(Clone, Debug)]
pub(super) struct Browser {
    user_agent: Option<HeaderValue>,
    pub(super) ip: Option<IpAddr>,
}

impl Browser {
    /// The one that sent this request.
    pub(super) fn of(state: &AppState, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let trusted = &state.config.server.trusted_proxies;
        Self {
            user_agent: headers.get(header::USER_AGENT).cloned(),
            ip: client_address::of_request(extensions, headers, trusted),
        }
    }

    /// What it says of itself; what is no text in it is marked as such.
    pub(super) fn user_agent(&self) -> Option<Cow<'_, str>> {
        let value = self.user_agent.as_ref()?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    }
}

impl FromRequestParts<AppState> for Browser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self::of(state, &parts.extensions, &parts.headers))
    }
}
