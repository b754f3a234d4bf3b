//! A browser that signs in at the real provider, and the client that a token goes to.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{RequestBuilder, Url, header};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Mutex};

/// RFC 7636: the challenge is the verifier's SHA-256.
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123456789";
const CHALLENGE: &str = "NiC162c0QrSD2DAiXkn9HJo4rKjj6GAubjqyJCS0vgU";

/// Where a browser goes.
#[derive(Clone, Debug)]
pub struct Site {
    /// The product.
    pub origin: String,
    /// The provider.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
}

/// Somebody's browser: cookies by name, the redirects followed by hand.
pub struct Browser {
    site: Site,
    client: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// An access token, and what it says.
pub struct Token {
    pub text: String,
    pub claims: Value,
}

impl Browser {
    pub fn new(site: &Site) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Self {
            site: site.clone(),
            client: client.build().unwrap(),
            cookies: Mutex::default(),
        }
    }

    /// The secret of the session at the product.
    pub fn session(&self) -> Option<String> {
        self.cookies.lock().unwrap().get("session").cloned()
    }

    /// Sends, keeps cookies; gives the status, where it leads and what it says.
    async fn send(&self, request: RequestBuilder) -> (u16, Option<Url>, String) {
        let cookies = self.cookies.lock().unwrap().clone();
        let cookies: Vec<_> = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; "));
        let answer = request.send().await.expect("an answer");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            let mut jar = self.cookies.lock().unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
        let location = answer.headers().get(header::LOCATION);
        let leads_to = location.map(|to| answer.url().join(to.to_str().unwrap()).unwrap());
        let status = answer.status().as_u16();
        (status, leads_to, answer.text().await.unwrap_or_default())
    }

    /// A page of the product.
    pub async fn page(&self, path: &str) -> (u16, String) {
        let request = self.client.get(format!("{}{path}", self.site.origin));
        let (status, _, text) = self.send(request).await;
        (status, text)
    }

    /// Signs in at the product as one of the demo accounts. Gives the page where it ends.
    pub async fn sign_in(&self, email: &str) -> (u16, String) {
        let start = self.client.post(format!("{}/sign-in", self.site.origin));
        let start = start
            .header("sec-fetch-site", "same-origin")
            .form(&[("return_to", "/profile")]);
        let (_, question, text) = self.send(start).await;
        let question = question.unwrap_or_else(|| panic!("no way to the provider: {text}"));
        let persona = format!(
            "{}/sign-in/persona?{}",
            self.site.issuer,
            question.query().unwrap()
        );
        let (_, mut next, mut text) = self
            .send(self.client.post(persona).form(&[("persona", email)]))
            .await;
        let mut status = 0;
        while let Some(to) = next {
            (status, next, text) = self.send(self.client.get(to)).await;
        }
        (status, text)
    }

    /// A new access token through the session that the browser has at the provider.
    pub async fn token(&self) -> Token {
        let Site {
            origin,
            issuer,
            client_id,
            client_secret,
        } = &self.site;
        let callback = format!("{origin}/auth/callback");
        let ask = [
            ("client_id", client_id.as_str()),
            ("redirect_uri", &callback),
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("state", "the state"),
            ("nonce", "the nonce"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let request = self.client.get(format!("{issuer}/authorize")).query(&ask);
        let (_, callback_with_code, text) = self.send(request).await;
        let answer = callback_with_code.unwrap_or_else(|| panic!("no code: {text}"));
        let code = answer
            .query_pairs()
            .find(|(name, _)| name == "code")
            .expect("a code")
            .1;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &callback),
            ("code_verifier", VERIFIER),
            ("client_id", client_id),
            ("client_secret", client_secret),
        ];
        let answer = self
            .client
            .post(format!("{issuer}/token"))
            .form(&form)
            .send()
            .await
            .unwrap();
        let tokens: Value = answer.json().await.unwrap();
        let text = tokens["access_token"].as_str().expect("a token").to_owned();
        let claims = URL_SAFE_NO_PAD
            .decode(text.split('.').nth(1).unwrap())
            .unwrap();
        let claims = serde_json::from_slice(&claims).unwrap();
        Token { text, claims }
    }
}
