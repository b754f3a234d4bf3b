//! Making a key: RSA of 2048 bits or Ed25519, as a PKCS#8 PEM.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use jsonwebtoken::Algorithm;

use super::{KeyRow, name_of};
use crate::{Error, clock};

/// A new key that signs from now on. RSA takes its time, so it is made off the async threads.
pub(super) async fn generate(algorithm: Algorithm, now: DateTime<Utc>) -> Result<KeyRow, Error> {
    let private_pem = tokio::task::spawn_blocking(move || new_pem(algorithm))
        .await
        .map_err(|error| Error::Key(error.to_string()))??;
    Ok(KeyRow {
        kid: clock::new_id().to_string(),
        algorithm: name_of(algorithm).to_owned(),
        private_pem,
        created_at: now,
        retired_at: None,
    })
}

fn new_pem(algorithm: Algorithm) -> Result<String, Error> {
    let failed = |_| Error::Key("it could not be generated".to_owned());
    let der: Pkcs8V1Der<'_> = match algorithm {
        Algorithm::EdDSA => Ed25519KeyPair::generate().and_then(|key| key.as_der()),
        _ => RsaKeyPair::generate(KeySize::Rsa2048).and_then(|key| key.as_der()),
    }
    .map_err(failed)?;
    Ok(pem(der.as_ref()))
}

/// RFC 7468: base64 in lines of 64.
fn pem(der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let mut text = String::from("-----BEGIN PRIVATE KEY-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = tail;
    }
    text.push_str("-----END PRIVATE KEY-----\n");
    text
}
