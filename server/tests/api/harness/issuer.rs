//! An auth-service that signs in whoever a test names, and browsers that come back from it.

use super::{Person, Reply, TestApp, tokens};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::KeySize,
    signature::RsaKeyPair,
};
use axum::{
    Form, Json, Router,
    extract::State,
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use tokio::net::TcpListener;

const KEY: &str = "issuer-1";

/// An OpenID provider; its codes are the claims that it signs.
#[derive(Clone)]
pub struct Issuer {
    pub url: String,
    key: Arc<EncodingKey>,
}

impl Issuer {
    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    pub async fn start() -> Self {
        let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            STANDARD.encode(der.as_ref())
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            key: Arc::new(EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap()),
        };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(issuer.clone());
        tokio::spawn(axum::serve(listener, routes).into_future());
        issuer
    }
}

async fn description(State(issuer): State<Issuer>) -> Json<Value> {
    let at = |path: &str| format!("{}/{path}", issuer.url);
    Json(json!({
        "issuer": issuer.url, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("jwks"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys(State(issuer): State<Issuer>) -> Json<Value> {
    let mut jwk = Jwk::from_encoding_key(&issuer.key, Algorithm::RS256).unwrap();
    jwk.common.key_id = Some(KEY.to_owned());
    Json(json!({"keys": [jwk]}))
}

async fn token(
    State(issuer): State<Issuer>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Json<Value> {
    let mut claims: Value = serde_json::from_str(&form["code"]).unwrap();
    claims["iss"] = json!(issuer.url);
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(KEY.to_owned());
    let id_token = encode(&header, &claims, &issuer.key).unwrap();
    Json(json!({"access_token": "nothing", "token_type": "Bearer", "id_token": id_token}))
}

impl TestApp {
    /// A server that signs people in through an issuer, with some variables set.
    pub async fn with_issuer(more: &[(&str, &str)]) -> Self {
        let issuer = Issuer::start().await;
        let variables = [&[("OIDC_ISSUER", issuer.url.as_str())], more].concat();
        Self::with(&variables).await
    }

    /// Signs this person in, in a browser that sends these headers. Gives the `Cookie` header.
    pub async fn sign_in(&self, person: &Person, sid: &str, headers: &[(&str, &str)]) -> String {
        self.sign_in_again("", person, sid, headers).await
    }

    /// The same in a browser that has a cookie already.
    pub async fn sign_in_again(
        &self,
        cookie: &str,
        person: &Person,
        sid: &str,
        headers: &[(&str, &str)],
    ) -> String {
        let form = [("return_to", "/profile")];
        let ask = self.call(Method::POST, "/sign-in").form(&form);
        let led = ask.header("cookie", cookie).await.is(303);
        let address = Url::parse(led.header("location")).unwrap();
        let asked: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
        let code = json!({
            "sub": person.auth_id, "aud": "matricula", "email": person.email, "sid": sid,
            "nonce": asked["nonce"], "iat": tokens::in_seconds(0), "exp": tokens::in_seconds(600),
        });
        let answer = [
            ("code", code.to_string()),
            ("state", asked["state"].clone()),
        ];
        let back = Url::parse_with_params(&self.origin, answer).unwrap();
        let path = format!("/auth/callback?{}", back.query().unwrap());
        let mut call = self.get(&path).header("cookie", &cookie_of(&led));
        for (name, value) in headers {
            call = call.header(name, value);
        }
        let back = call.await.is(303);
        assert_eq!(back.header("location"), "/profile");
        cookie_of(&back)
    }
}

/// The session's cookie that an answer sets, as a browser sends it back.
pub fn cookie_of(reply: &Reply) -> String {
    let cookies = reply.headers.get_all("set-cookie").iter();
    let mut set = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    let session = set.find(|pair| pair.starts_with("session=") && pair.len() > "session=".len());
    session.expect("a session").to_owned()
}
