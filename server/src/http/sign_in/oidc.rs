//! The auth-service as an OpenID provider.

mod provider;

use crate::config::{OidcSection, ServerSection};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{AuthId, Language, TenantId};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, LogoutRequest, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    RedirectUrl, Scope, TokenResponse,
    core::{CoreClient, CoreIdToken, CoreResponseType},
};
use provider::Provider;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use url::Url;
use uuid::Uuid;

/// How long the provider's description is believed.
const FRESH: Duration = Duration::from_mins(15);
/// Shortest time between two questions because of an unknown key.
const PAUSE: Duration = Duration::from_mins(1);

/// How browsers sign in.
#[derive(Clone)]
pub struct Oidc {
    inner: Arc<Inner>,
}

struct Inner {
    config: OidcSection,
    public_url: Url,
    provider: Provider,
}

/// What must be remembered between the question and the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) state: String,
    nonce: String,
    verifier: String,
    pub(crate) return_to: String,
}

/// Who has signed in, as the provider says.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) auth_id: AuthId,
    pub(crate) email: String,
    pub(crate) email_verified: bool,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) tenant_id: Option<TenantId>,
    pub(crate) sid: Option<String>,
    /// Proves to the provider, at sign-out, whose session to end.
    pub(crate) id_token: String,
}

/// Why the provider gave us nobody.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcError {
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    #[error("the provider's answer cannot be taken: {0}")]
    Refused(String),
}

/// Claims beside the standard ones.
#[derive(Deserialize)]
struct OwnClaims {
    sid: Option<String>,
    tenant_id: Option<Uuid>,
}

impl Oidc {
    /// The provider of this environment; it is asked when first needed.
    pub fn new(config: OidcSection, server: &ServerSection, client: reqwest::Client) -> Self {
        let inner = Inner {
            public_url: server.public_url.clone(),
            provider: Provider::new(config.issuer.clone(), client),
            config,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The origin that forms lead to when they lead to the provider.
    pub fn origin(&self) -> Option<String> {
        let issuer = Url::parse(&self.inner.config.issuer).ok()?;
        Some(issuer.origin().ascii_serialization())
    }

    /// How long a session lasts without a visit.
    pub fn session_ttl(&self) -> Duration {
        self.inner.config.session_ttl
    }

    /// Where to send the browser, and what to remember of it.
    pub(crate) async fn question(
        &self,
        return_to: &str,
        language: Language,
    ) -> Result<(Url, Pending), OidcError> {
        let metadata = self.inner.provider.metadata(FRESH).await?;
        let client = CoreClient::from_provider_metadata(
            metadata,
            self.client_id(),
            Some(self.client_secret()),
        )
        .set_redirect_uri(self.redirect_url()?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .add_extra_param("ui_locales", language.as_str())
            .set_pkce_challenge(challenge)
            .url();
        let pending = Pending {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            return_to: return_to.to_owned(),
        };
        Ok((url, pending))
    }

    /// Changes the code that the browser brought for who has signed in.
    pub(crate) async fn answer(
        &self,
        code: String,
        pending: &Pending,
    ) -> Result<SignedIn, OidcError> {
        let metadata = self.inner.provider.metadata(FRESH).await?;
        let client = CoreClient::from_provider_metadata(
            metadata,
            self.client_id(),
            Some(self.client_secret()),
        )
        .set_redirect_uri(self.redirect_url()?);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| OidcError::Refused(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .request_async(&self.inner.provider.client)
            .await
            .map_err(|error| match error {
                openidconnect::RequestTokenError::Request(error) => {
                    OidcError::Unreachable(error.to_string())
                }
                other => OidcError::Refused(other.to_string()),
            })?;
        let _: &openidconnect::AccessToken = tokens.access_token();
        let id_token = tokens
            .id_token()
            .ok_or_else(|| OidcError::Refused("no id_token".into()))?;
        match self.read(id_token, pending, FRESH).await {
            // The provider may have changed its keys since we last asked for them.
            Err(OidcError::Refused(_)) => self.read(id_token, pending, PAUSE).await,
            done => done,
        }
    }

    /// Where to send the browser to sign out there too.
    pub(crate) async fn farewell(&self, id_token: Option<String>) -> Option<Url> {
        let metadata = self.inner.provider.metadata(FRESH).await.ok()?;
        let end = metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let back = PostLogoutRedirectUrl::new(self.address("/")).ok()?;
        let request = LogoutRequest::from(end)
            .set_client_id(self.client_id())
            .set_post_logout_redirect_uri(back);
        let hint = id_token.and_then(|token| token.parse::<CoreIdToken>().ok());
        let request = match &hint {
            Some(token) => request.set_id_token_hint(token),
            None => request,
        };
        Some(request.http_get_url())
    }

    async fn read(
        &self,
        id_token: &CoreIdToken,
        pending: &Pending,
        max_age: Duration,
    ) -> Result<SignedIn, OidcError> {
        let refused = |what: &str| OidcError::Refused(what.to_owned());
        let metadata = self.inner.provider.metadata(max_age).await?;
        let client = CoreClient::from_provider_metadata(
            metadata,
            self.client_id(),
            Some(self.client_secret()),
        );
        let claims = id_token
            .claims(
                &client.id_token_verifier(),
                &Nonce::new(pending.nonce.clone()),
            )
            .map_err(|error| OidcError::Refused(error.to_string()))?;
        let text = id_token.to_string();
        let own = own_claims(&text).ok_or_else(|| refused("claims that cannot be read"))?;
        let name = |n: Option<&openidconnect::LocalizedClaim<String>>| {
            n.and_then(|n| n.get(None)).cloned()
        };
        Ok(SignedIn {
            auth_id: claims
                .subject()
                .parse()
                .map_err(|_| refused("a subject that is no UUID"))?,
            email: claims
                .email()
                .ok_or_else(|| refused("no e-mail address"))?
                .to_string(),
            email_verified: claims.email_verified().unwrap_or(false),
            first_name: name(claims.given_name().map(names).as_ref()),
            last_name: name(claims.family_name().map(names).as_ref()),
            language: claims
                .locale()
                .and_then(|tag| Language::from_accept_language(tag.as_str())),
            tenant_id: own.tenant_id.map(TenantId),
            sid: own.sid,
            id_token: text,
        })
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.inner.config.client_id.clone())
    }

    fn client_secret(&self) -> ClientSecret {
        ClientSecret::new(self.inner.config.client_secret.expose_secret().to_owned())
    }

    fn redirect_url(&self) -> Result<RedirectUrl, OidcError> {
        RedirectUrl::new(self.address("/auth/callback"))
            .map_err(|error| OidcError::Refused(error.to_string()))
    }

    fn address(&self, path: &str) -> String {
        format!(
            "{}{path}",
            self.inner.public_url.as_str().trim_end_matches('/')
        )
    }
}

/// A claim in all its languages, as plain text.
fn names<T: std::ops::Deref<Target = String>>(
    claim: &openidconnect::LocalizedClaim<T>,
) -> openidconnect::LocalizedClaim<String> {
    let mut plain = openidconnect::LocalizedClaim::new();
    for (tag, value) in claim.iter() {
        plain.insert(tag.cloned(), String::clone(value));
    }
    plain
}

/// The claims that the library does not know, of a token that it has verified.
fn own_claims(token: &str) -> Option<OwnClaims> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}
