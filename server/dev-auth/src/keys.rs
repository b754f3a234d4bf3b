//! Signing keys: RS256 for id tokens, `EdDSA` for access tokens; kept in the database, rotated by age.

mod generate;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey};
use sqlx::PgPool;
use tokio::sync::watch;

use crate::store::keys::{self as store, KeyRow};
use crate::tokens::LIFETIME;
use crate::{Error, clock};

/// How long a retired key can still prove who is signing out (`id_token_hint` may be an old token).
const HINT_LIFETIME: TimeDelta = TimeDelta::days(30);
/// Clocks differ a little between machines.
const LEEWAY: TimeDelta = TimeDelta::minutes(2);

pub(crate) const ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::EdDSA];

/// A key that signs.
pub(crate) struct SigningKey {
    pub(crate) kid: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) private: EncodingKey,
}

/// The keys of one moment.
pub(crate) struct Keys {
    /// Signs id tokens.
    pub(crate) id_token: SigningKey,
    /// Signs access tokens.
    pub(crate) access_token: SigningKey,
    /// Public keys whose tokens may still be valid: what `/jwks` says.
    pub(crate) published: JwkSet,
    /// The published ones, and older ones that only an `id_token_hint` may bear.
    pub(crate) known: JwkSet,
}

/// The current [`Keys`], and how to renew them.
pub(crate) struct KeyRing {
    current: watch::Sender<Arc<Keys>>,
    rotation: Duration,
}

impl KeyRing {
    pub(crate) async fn load(pool: &PgPool, rotation: Duration) -> Result<Self, Error> {
        let keys = load_fresh(pool, rotation).await?;
        Ok(Self {
            current: watch::Sender::new(Arc::new(keys)),
            rotation,
        })
    }

    pub(crate) fn rotation(&self) -> Duration {
        self.rotation
    }

    pub(crate) fn current(&self) -> Arc<Keys> {
        Arc::clone(&self.current.borrow())
    }

    /// Replaces keys that have signed long enough.
    pub(crate) async fn rotate(&self, pool: &PgPool) -> Result<(), Error> {
        let keys = load_fresh(pool, self.rotation).await?;
        self.current.send_replace(Arc::new(keys));
        Ok(())
    }
}

async fn load_fresh(pool: &PgPool, rotation: Duration) -> Result<Keys, Error> {
    let now = clock::now();
    let mut conn = pool.acquire().await?;
    let mut rows = store::list_keys(&mut conn).await?;
    drop(conn);
    if ALGORITHMS
        .iter()
        .any(|&algorithm| is_due(&rows, algorithm, rotation, now))
    {
        rows = renew(pool, rotation, now).await?;
    }
    read(&rows, now)
}

async fn renew(
    pool: &PgPool,
    rotation: Duration,
    now: DateTime<Utc>,
) -> Result<Vec<KeyRow>, Error> {
    let mut tx = pool.begin().await?;
    store::lock_keys(&mut tx).await?;
    // Another process may have been quicker.
    let rows = store::list_keys(&mut tx).await?;
    for algorithm in ALGORITHMS {
        if is_due(&rows, algorithm, rotation, now) {
            let key = generate::generate(algorithm, now).await?;
            store::update_key_retired(&mut tx, &key.algorithm, now).await?;
            store::insert_key(&mut tx, &key).await?;
            tracing::info!(kid = key.kid, algorithm = key.algorithm, "new signing key");
        }
    }
    store::delete_retired_keys(&mut tx, now - HINT_LIFETIME).await?;
    let rows = store::list_keys(&mut tx).await?;
    tx.commit().await?;
    Ok(rows)
}

fn is_due(rows: &[KeyRow], algorithm: Algorithm, rotation: Duration, now: DateTime<Utc>) -> bool {
    signing_row(rows, algorithm).is_none_or(|key| {
        (now - key.created_at)
            .to_std()
            .is_ok_and(|age| age >= rotation)
    })
}

fn signing_row(rows: &[KeyRow], algorithm: Algorithm) -> Option<&KeyRow> {
    rows.iter()
        .find(|row| row.retired_at.is_none() && row.algorithm == name_of(algorithm))
}

fn read(rows: &[KeyRow], now: DateTime<Utc>) -> Result<Keys, Error> {
    let signing = |algorithm| {
        let row = signing_row(rows, algorithm)
            .ok_or_else(|| Error::Key(format!("there is none for {}", name_of(algorithm))))?;
        let private = private_key(row)?;
        Ok::<_, Error>(SigningKey {
            kid: row.kid.clone(),
            algorithm,
            private,
        })
    };
    let mut known = JwkSet { keys: Vec::new() };
    let mut published = JwkSet { keys: Vec::new() };
    for row in rows {
        let jwk = public_key(row)?;
        if row
            .retired_at
            .is_none_or(|retired| now < retired + LIFETIME + LEEWAY)
        {
            published.keys.push(jwk.clone());
        }
        known.keys.push(jwk);
    }
    Ok(Keys {
        id_token: signing(Algorithm::RS256)?,
        access_token: signing(Algorithm::EdDSA)?,
        published,
        known,
    })
}

fn private_key(row: &KeyRow) -> Result<EncodingKey, Error> {
    let pem = row.private_pem.as_bytes();
    Ok(match algorithm_of(row)? {
        Algorithm::EdDSA => EncodingKey::from_ed_pem(pem)?,
        _ => EncodingKey::from_rsa_pem(pem)?,
    })
}

fn public_key(row: &KeyRow) -> Result<Jwk, Error> {
    let mut jwk = Jwk::from_encoding_key(&private_key(row)?, algorithm_of(row)?)?;
    jwk.common.key_id = Some(row.kid.clone());
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    Ok(jwk)
}

fn algorithm_of(row: &KeyRow) -> Result<Algorithm, Error> {
    ALGORITHMS
        .into_iter()
        .find(|&algorithm| name_of(algorithm) == row.algorithm)
        .ok_or_else(|| Error::Key(format!("unknown algorithm {}", row.algorithm)))
}

fn name_of(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::EdDSA => "EdDSA",
        _ => "RS256",
    }
}

#[cfg(test)]
pub(crate) mod tests;
