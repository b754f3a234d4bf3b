//! Verifying JSON Web Tokens. The token's own word on its algorithm counts only within the list of
//! `JWT_ALGORITHMS`.

use super::jwks::Jwks;
use crate::config::JwtSection;
use aws_lc_rs::digest::{SHA256, digest};
use contract::AuthId;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header, errors::ErrorKind,
    get_current_timestamp,
};
use quick_cache::sync::Cache;
use secrecy::ExposeSecret;
use serde::Deserialize;
use service::error::AuthFault;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Seconds by which clocks may differ.
const LEEWAY_S: u64 = 30;
/// A token is a handful of claims; a larger one is not worth the work.
const MAX_LENGTH: usize = 8 * 1024;
/// The role of tokens of other services.
const SERVICE: &str = "service";

/// Tokens whose verdict is remembered, and for how long: a key that was withdrawn counts no longer.
const REMEMBERED: usize = 10_000;
const MEMORY: Duration = Duration::from_mins(1);

/// Says whom a token names.
#[derive(Clone)]
pub struct Verifier {
    material: Arc<AuthMaterial>,
    /// Good tokens by their hash: a secret of somebody's is not kept.
    good: Arc<Cache<[u8; 32], Arc<Good>>>,
}

/// What was found of a good token.
struct Good {
    claims: Claims,
    /// The last second since 1970 in which it is good, leeway included.
    until: u64,
    found: Instant,
}

/// Keys and rules.
pub struct AuthMaterial {
    algorithms: Vec<Algorithm>,
    secret: DecodingKey,
    jwks: Option<Jwks>,
    issuer: Option<String>,
    audience: Option<String>,
}

/// Whom a good token names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claims {
    /// A person.
    Person {
        /// Our id of the person, as far as the issuer knows it.
        sub: Uuid,
        /// The issuer's id of the person.
        auth_id: AuthId,
        /// The person's tenant, where not the default one.
        tenant_id: Option<Uuid>,
    },
    /// Another service.
    Service {
        /// Its name.
        name: String,
        /// What it may do, separated by spaces.
        scope: String,
        /// The tenant on whose behalf, where not the default one.
        tenant_id: Option<Uuid>,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawClaims {
    sub: Option<String>,
    auth_id: Option<Uuid>,
    email: Option<String>,
    role: Option<String>,
    tenant_id: Option<Uuid>,
    scope: Option<String>,
}

impl Verifier {
    /// A verifier under these rules.
    pub fn new(config: &JwtSection, client: reqwest::Client) -> Self {
        let material = AuthMaterial {
            algorithms: config.algorithms.clone(),
            secret: DecodingKey::from_secret(config.secret.expose_secret().as_bytes()),
            jwks: config.jwks_url.clone().map(|url| Jwks::new(url, client)),
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
        };
        Self {
            material: Arc::new(material),
            good: Arc::new(Cache::new(REMEMBERED)),
        }
    }

    /// Checks signature, times, issuer and audience, then the claims that we need.
    ///
    /// # Errors
    /// `Expired`, `Invalid`, `Structure`.
    pub async fn verify(&self, token: &str) -> Result<Claims, AuthFault> {
        if token.len() > MAX_LENGTH {
            return Err(AuthFault::Invalid);
        }
        let hash = hash_of(token);
        if let Some(good) = self.good.get(&hash)
            && good.found.elapsed() < MEMORY
        {
            if get_current_timestamp() > good.until {
                return Err(AuthFault::Expired);
            }
            return Ok(good.claims.clone());
        }
        let (claims, until) = Box::pin(self.examine(token)).await?;
        let good = Good {
            claims: claims.clone(),
            until,
            found: Instant::now(),
        };
        self.good.insert(hash, Arc::new(good));
        Ok(claims)
    }

    /// Whom it names, and until when.
    async fn examine(&self, token: &str) -> Result<(Claims, u64), AuthFault> {
        let header = decode_header(token).map_err(|_| AuthFault::Invalid)?;
        if !self.material.algorithms.contains(&header.alg) {
            return Err(AuthFault::Invalid);
        }
        let key = match (header.alg, &self.material.jwks) {
            (Algorithm::HS256, _) => self.material.secret.clone(),
            (algorithm, Some(jwks)) => jwks
                .key(header.kid.as_deref(), algorithm)
                .await
                .ok_or(AuthFault::Invalid)?,
            (_, None) => return Err(AuthFault::Invalid),
        };
        let data = decode::<serde_json::Value>(token, &key, &self.validation(header.alg)).map_err(
            |error| match error.kind() {
                ErrorKind::ExpiredSignature => AuthFault::Expired,
                ErrorKind::MissingRequiredClaim(_) => AuthFault::Structure,
                _ => AuthFault::Invalid,
            },
        )?;
        // Checked already; a number with a fraction is rounded as it was for that.
        let exp = data.claims.get("exp").and_then(serde_json::Value::as_f64);
        let until = whole_seconds(exp.unwrap_or_default()).saturating_add(LEEWAY_S);
        let raw: RawClaims =
            serde_json::from_value(data.claims).map_err(|_| AuthFault::Structure)?;
        Ok((raw.read().ok_or(AuthFault::Structure)?, until))
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.leeway = LEEWAY_S;
        validation.validate_nbf = true;
        validation.validate_aud = self.material.audience.is_some();
        let mut required = vec!["exp"];
        if let Some(audience) = &self.material.audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        if let Some(issuer) = &self.material.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        validation.set_required_spec_claims(&required);
        validation
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time that is out of range ends at the ends of the range"
)]
fn whole_seconds(time: f64) -> u64 {
    time.round() as u64
}

fn hash_of(token: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    hash
}

impl RawClaims {
    fn read(self) -> Option<Claims> {
        let filled = |text: Option<String>| text.filter(|t| !t.is_empty());
        let (sub, role) = (filled(self.sub)?, filled(self.role)?);
        if role == SERVICE {
            return Some(Claims::Service {
                name: sub,
                scope: self.scope.unwrap_or_default(),
                tenant_id: self.tenant_id,
            });
        }
        filled(self.email)?;
        Some(Claims::Person {
            sub: sub.parse().ok()?,
            auth_id: AuthId(self.auth_id?),
            tenant_id: self.tenant_id,
        })
    }
}

#[cfg(test)]
mod tests;
