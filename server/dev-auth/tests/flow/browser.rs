//! A browser with one cookie, and the client that its codes go to.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;
use url::Url;

use crate::world::{AUDIENCE, CALLBACK, CLIENT_ID, CLIENT_SECRET, Running};

pub(crate) const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123456789";

/// Someone's browser.
pub(crate) struct Browser<'a> {
    provider: &'a Running<'a>,
    cookie: Mutex<Option<String>>,
}

/// A page or a redirect.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<Url>,
    pub(crate) body: String,
}

impl Answer {
    /// The query of the redirect, which must go to the client.
    pub(crate) fn at_client(&self) -> HashMap<String, String> {
        let location = self
            .location
            .as_ref()
            .unwrap_or_else(|| panic!("no redirect: {}", self.body));
        assert!(location.as_str().starts_with(CALLBACK), "{location}");
        location.query_pairs().into_owned().collect()
    }

    /// The code that the client got.
    pub(crate) fn code(&self) -> String {
        let answer = self.at_client();
        assert_eq!(answer["state"], "the state");
        answer["code"].clone()
    }
}

impl<'a> Browser<'a> {
    pub(crate) fn new(provider: &'a Running<'a>) -> Self {
        Self {
            provider,
            cookie: Mutex::new(None),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.provider.http.get(self.url(path))).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(self.provider.http.post(self.url(path)).form(form))
            .await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.provider.issuer)
    }

    pub(crate) async fn send(&self, mut request: RequestBuilder) -> Answer {
        let mut jar = self.cookie.lock().await;
        if let Some(cookie) = jar.as_ref() {
            request = request.header("cookie", cookie);
        }
        let response = request.send().await.unwrap();
        if let Some(cookie) = response.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
            *jar = cookie.split(';').next().map(str::to_owned);
        }
        let location = response.headers().get("location").map(|location| {
            Url::parse(&self.provider.issuer)
                .unwrap()
                .join(location.to_str().unwrap())
                .unwrap()
        });
        let status = response.status();
        Answer {
            status,
            location,
            body: response.text().await.unwrap(),
        }
    }

    /// Signs in with a persona's button.
    pub(crate) async fn sign_in_as(&self, email: &str) -> Answer {
        self.post(
            &format!("/sign-in/persona?{}", authorization(&[])),
            &[("persona", email)],
        )
        .await
    }

    /// Tokens through the session that the browser has already.
    pub(crate) async fn tokens(&self) -> Tokens {
        let answer = self
            .get(&format!("/authorize?{}", authorization(&[])))
            .await;
        self.provider.redeem(&answer.code()).await
    }
}

/// The query of an authorization request, with changes; an empty value leaves the name out.
pub(crate) fn authorization(changes: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()));
    let mut pairs = vec![
        ("client_id", CLIENT_ID),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid email profile"),
        ("state", "the state"),
        ("nonce", "the nonce"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for change in changes {
        pairs.retain(|(name, _)| *name != change.0);
        if !change.1.is_empty() {
            pairs.push(*change);
        }
    }
    serde_urlencoded::to_string(pairs).unwrap()
}

/// What the token endpoint gave.
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) id_token: String,
    /// The claims, verified through the JWKS.
    pub(crate) access: Value,
    pub(crate) id: Value,
}

/// The form of a token request, with changes.
pub(crate) fn token_form<'f>(
    code: &'f str,
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    for change in changes {
        form.retain(|(name, _)| *name != change.0);
        if !change.1.is_empty() {
            form.push(*change);
        }
    }
    form
}

impl Running<'_> {
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> (StatusCode, Value) {
        let url = format!("{}/token", self.issuer);
        let response = self.http.post(url).form(form).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// Redeems a code and verifies what comes, as a client must.
    pub(crate) async fn redeem(&self, code: &str) -> Tokens {
        let (status, body) = self.token(&token_form(code, &[])).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        let (access_token, id_token) = (text("access_token"), text("id_token"));
        let access = self.verify(&access_token, Algorithm::EdDSA, AUDIENCE).await;
        let id = self.verify(&id_token, Algorithm::RS256, CLIENT_ID).await;
        Tokens {
            access_token,
            id_token,
            access,
            id,
        }
    }

    pub(crate) async fn verify(&self, token: &str, algorithm: Algorithm, audience: &str) -> Value {
        let jwks: JwkSet = serde_json::from_value(self.json("/jwks").await).unwrap();
        let header = decode_header(token).unwrap();
        let key = jwks.find(header.kid.as_deref().unwrap()).unwrap();
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[audience]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        decode(token, &DecodingKey::from_jwk(key).unwrap(), &validation)
            .unwrap()
            .claims
    }
}
