//! What takes minutes at the issuer, with the times moved back instead of waited for.

use super::*;
use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What the issuer answers; none while it is down.
type Published = Arc<Mutex<Option<Value>>>;

fn key_set(kids: &[&str]) -> Value {
    let key = |kid: &&str| json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": URL_SAFE_NO_PAD.encode([7; 32])});
    json!({"keys": kids.iter().map(key).collect::<Vec<_>>()})
}

#[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
async fn issuer(published: &Published) -> Jwks {
    let answer = async |State(published): State<Published>| {
        let set = published.lock().expect("unpoisoned").clone();
        set.map(Json).ok_or(StatusCode::SERVICE_UNAVAILABLE)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let routes = Router::new()
        .route("/", get(answer))
        .with_state(published.clone());
    tokio::spawn(axum::serve(listener, routes).into_future());
    let url = format!("http://{address}/")
        .parse()
        .expect("a good address");
    Jwks::new(url, reqwest::Client::new())
}

impl Jwks {
    async fn knows(&self, kid: &str) -> bool {
        self.key(Some(kid), Algorithm::EdDSA).await.is_some()
    }

    /// As if this much time had passed.
    async fn age(&self, time: Duration) {
        let mut state = self.state.write().await;
        let before = |at: Option<Instant>| at.map(|at| at.checked_sub(time).expect("uptime"));
        state.asked = before(state.asked);
        state.answered = before(state.answered);
    }
}

#[tokio::test]
async fn after_a_minute_an_unknown_key_makes_us_ask_again() {
    let published = Published::new(Mutex::new(Some(key_set(&["one"]))));
    let jwks = issuer(&published).await;
    assert!(jwks.knows("one").await && !jwks.knows("two").await);
    *published.lock().expect("unpoisoned") = Some(key_set(&["one", "two"]));
    jwks.age(Duration::from_secs(59)).await;
    assert!(!jwks.knows("two").await);
    jwks.age(Duration::from_secs(1)).await;
    assert!(jwks.knows("two").await && jwks.knows("one").await);
}

#[tokio::test]
async fn known_keys_outlive_an_issuer_that_is_down() {
    let published = Published::new(Mutex::new(Some(key_set(&["one"]))));
    let jwks = issuer(&published).await;
    assert!(jwks.knows("one").await);
    *published.lock().expect("unpoisoned") = None;
    jwks.age(OLD).await;
    assert!(!jwks.knows("two").await, "it was asked and had no answer");
    assert!(jwks.knows("one").await);
}

#[tokio::test]
async fn a_withdrawn_key_does_not_live_on() {
    let published = Published::new(Mutex::new(Some(key_set(&["one"]))));
    let jwks = issuer(&published).await;
    assert!(jwks.knows("one").await);
    *published.lock().expect("unpoisoned") = Some(key_set(&["two"]));
    jwks.age(OLD).await;
    assert!(!jwks.knows("one").await && jwks.knows("two").await);
}

#[tokio::test]
async fn a_token_without_a_key_id_is_good_only_where_there_is_no_choice() {
    let published = Published::new(Mutex::new(Some(key_set(&["one"]))));
    let jwks = issuer(&published).await;
    assert!(jwks.key(None, Algorithm::EdDSA).await.is_some());
    assert!(jwks.key(None, Algorithm::RS256).await.is_none());
    *published.lock().expect("unpoisoned") = Some(key_set(&["one", "two"]));
    jwks.age(OLD).await;
    assert!(jwks.key(None, Algorithm::EdDSA).await.is_none());
}
