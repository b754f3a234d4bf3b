//! Tokens of keys that the issuer publishes.

use super::shut_out;
use crate::harness::{ME, Person, TestApp};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::KeySize,
    signature::{Ed25519KeyPair, RsaKeyPair},
};
use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures::future::join_all;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// An issuer that publishes keys and counts how often it was asked.
#[derive(Clone, Default)]
struct Issuer {
    keys: Arc<Mutex<Vec<Value>>>,
    asked: Arc<AtomicUsize>,
}

/// A key pair with a name.
struct Key {
    kid: &'static str,
    algorithm: Algorithm,
    private: EncodingKey,
}

impl Key {
    fn new(algorithm: Algorithm, kid: &'static str) -> Self {
        let der: Pkcs8V1Der<'_> = match algorithm {
            Algorithm::EdDSA => Ed25519KeyPair::generate().unwrap().as_der().unwrap(),
            _ => RsaKeyPair::generate(KeySize::Rsa2048)
                .unwrap()
                .as_der()
                .unwrap(),
        };
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            STANDARD.encode(der.as_ref())
        );
        let private = match algorithm {
            Algorithm::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
            _ => EncodingKey::from_rsa_pem(pem.as_bytes()),
        };
        Self {
            kid,
            algorithm,
            private: private.unwrap(),
        }
    }

    fn public(&self) -> Value {
        let mut jwk = Jwk::from_encoding_key(&self.private, self.algorithm).unwrap();
        jwk.common.key_id = Some(self.kid.to_owned());
        serde_json::to_value(jwk).unwrap()
    }

    fn sign(&self, person: &Person) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.kid.to_owned());
        encode(&header, &person.claims(), &self.private).unwrap()
    }
}

impl Issuer {
    /// Publishes these keys, and no others, from now on.
    fn publish(&self, keys: &[&Key]) {
        *self.keys.lock().unwrap() = keys.iter().map(|key| key.public()).collect();
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// A server that believes this issuer, and somebody with an account there.
    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    async fn believed(&self) -> (TestApp, Person) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/jwks", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/jwks", get(answer))
            .with_state(self.clone());
        tokio::spawn(axum::serve(listener, routes).into_future());
        let app = TestApp::with(&[
            ("JWT_ALGORITHMS", "HS256,RS256,EdDSA"),
            ("JWT_JWKS_URL", &url),
        ])
        .await;
        let ada = app.person("ada").await;
        (app, ada)
    }
}

/// No keys at all is an issuer that is down.
async fn answer(State(issuer): State<Issuer>) -> Result<Json<Value>, StatusCode> {
    issuer.asked.fetch_add(1, Ordering::SeqCst);
    let keys = issuer.keys.lock().unwrap().clone();
    if keys.is_empty() {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    Ok(Json(json!({"keys": keys})))
}

#[tokio::test]
async fn rsa_and_edwards_keys_of_the_issuer_are_believed_beside_the_secret() {
    let issuer = Issuer::default();
    let (rsa, edwards) = (
        Key::new(Algorithm::RS256, "rsa-1"),
        Key::new(Algorithm::EdDSA, "ed-1"),
    );
    issuer.publish(&[&rsa, &edwards]);
    let (app, ada) = issuer.believed().await;
    for token in [rsa.sign(&ada), edwards.sign(&ada), ada.token()] {
        let me = app.get(ME).bearer(&token).await.is(200).data();
        assert_eq!(me["id"], ada.id);
    }
    assert_eq!(issuer.asked(), 1, "the keys are kept");
}

#[tokio::test]
async fn a_key_that_the_issuer_did_not_publish_is_not_believed() {
    let issuer = Issuer::default();
    let (published, same_name) = (
        Key::new(Algorithm::EdDSA, "ed-1"),
        Key::new(Algorithm::EdDSA, "ed-1"),
    );
    issuer.publish(&[&published]);
    let (app, ada) = issuer.believed().await;
    shut_out(
        app.get(ME).bearer(&same_name.sign(&ada)).await,
        "Invalid token",
    );
    app.get(ME).bearer(&published.sign(&ada)).await.is(200);
}

#[tokio::test]
async fn a_public_key_is_never_a_secret_of_hs256() {
    let issuer = Issuer::default();
    let edwards = Key::new(Algorithm::EdDSA, "ed-1");
    issuer.publish(&[&edwards]);
    let (app, ada) = issuer.believed().await;
    let public = edwards.public();
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("ed-1".into());
    for secret in [public["x"].as_str().unwrap().to_owned(), public.to_string()] {
        let key = EncodingKey::from_secret(secret.as_bytes());
        let forged = encode(&header, &ada.claims(), &key).unwrap();
        shut_out(app.get(ME).bearer(&forged).await, "Invalid token");
    }
}

#[tokio::test]
async fn unknown_keys_make_us_ask_the_issuer_once_a_minute_at_most() {
    let issuer = Issuer::default();
    let (known, unknown) = (
        Key::new(Algorithm::EdDSA, "ed-1"),
        Key::new(Algorithm::EdDSA, "ed-2"),
    );
    issuer.publish(&[&known]);
    let (app, ada) = issuer.believed().await;
    let token = unknown.sign(&ada);
    for reply in join_all((0..20).map(|_| async { app.get(ME).bearer(&token).await })).await {
        shut_out(reply, "Invalid token");
    }
    assert_eq!(issuer.asked(), 1);
    app.get(ME).bearer(&known.sign(&ada)).await.is(200);
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn known_keys_are_kept_while_the_issuer_is_down() {
    let issuer = Issuer::default();
    let key = Key::new(Algorithm::EdDSA, "ed-1");
    issuer.publish(&[&key]);
    let (app, ada) = issuer.believed().await;
    app.get(ME).bearer(&key.sign(&ada)).await.is(200);
    issuer.publish(&[]);
    let unknown = Key::new(Algorithm::EdDSA, "ed-2");
    shut_out(
        app.get(ME).bearer(&unknown.sign(&ada)).await,
        "Invalid token",
    );
    app.get(ME).bearer(&key.sign(&ada)).await.is(200);
}

#[tokio::test]
async fn without_an_issuer_its_algorithms_are_refused() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let key = Key::new(Algorithm::EdDSA, "ed-1");
    shut_out(app.get(ME).bearer(&key.sign(&ada)).await, "Invalid token");
}
