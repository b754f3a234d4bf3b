//! The issuer's public keys: kept, asked for anew when a token names an unknown one (at most once
//! a minute) or when they are old, and kept on while the issuer is down.

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet},
};
use std::time::{Duration, Instant};
use tokio::sync::RwLock;
use url::Url;

/// Shortest time between two questions to the issuer.
const PAUSE: Duration = Duration::from_mins(1);
/// The same while no key is known at all: then nobody gets in until the issuer answers.
const PAUSE_WITHOUT_KEYS: Duration = Duration::from_secs(2);
/// Keys older than this are asked for anew even when no token names an unknown one, so that a
/// withdrawn key does not live on.
const OLD: Duration = Duration::from_mins(15);
/// Longest wait for the issuer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The keys of one issuer.
pub struct Jwks {
    url: Url,
    client: reqwest::Client,
    state: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    keys: Vec<Jwk>,
    asked: Option<Instant>,
    answered: Option<Instant>,
}

impl Jwks {
    /// Keys at this address; none is asked for yet.
    pub fn new(url: Url, client: reqwest::Client) -> Self {
        Self {
            url,
            client,
            state: RwLock::default(),
        }
    }

    /// The key that a token names, if it is one for this algorithm.
    pub async fn key(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let known = {
            let state = self.state.read().await;
            let fresh = state.answered.is_some_and(|at| at.elapsed() < OLD);
            find(&state.keys, kid, algorithm).filter(|_| fresh)
        };
        match known {
            Some(key) => Some(key),
            None => self.ask(kid, algorithm).await,
        }
    }

    /// One caller asks; the others wait for the same answer.
    async fn ask(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let mut state = self.state.write().await;
        let pause = if state.keys.is_empty() {
            PAUSE_WITHOUT_KEYS
        } else {
            PAUSE
        };
        if state.asked.is_none_or(|at| at.elapsed() >= pause) {
            state.asked = Some(Instant::now());
            match self.fetch().await {
                Ok(keys) => {
                    state.keys = keys;
                    state.answered = Some(Instant::now());
                }
                Err(error) => {
                    tracing::warn!(%error, "the issuer's keys cannot be fetched, the old ones stay");
                }
            }
        }
        find(&state.keys, kid, algorithm)
    }

    async fn fetch(&self) -> Result<Vec<Jwk>, reqwest::Error> {
        let answer = self
            .client
            .get(self.url.clone())
            .timeout(PATIENCE)
            .send()
            .await?;
        Ok(answer.error_for_status()?.json::<JwkSet>().await?.keys)
    }
}

fn find(keys: &[Jwk], kid: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
    let mut fitting = keys.iter().filter(|key| fits(key, algorithm));
    let key = match kid {
        Some(kid) => fitting.find(|key| key.common.key_id.as_deref() == Some(kid))?,
        // Without a name there must be no choice.
        None => fitting.next().filter(|_| fitting.next().is_none())?,
    };
    DecodingKey::from_jwk(key).ok()
}

/// A key serves the algorithm of its kind only: no RSA key is ever an HMAC secret.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    match (&key.algorithm, algorithm) {
        (AlgorithmParameters::RSA(_), Algorithm::RS256)
        | (AlgorithmParameters::OctetKeyPair(_), Algorithm::EdDSA) => true,
        (AlgorithmParameters::EllipticCurve(params), Algorithm::ES256) => {
            params.curve == EllipticCurve::P256
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
