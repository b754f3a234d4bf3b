//! What the tokens say, and the reading of our own ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use chrono::{DateTime, Utc};
use jsonwebtoken::{DecodingKey, Header, Validation, decode, decode_header, encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::account::Account;
use crate::keys::{Keys, SigningKey};
use crate::{Error, clock};

/// How long a token is valid.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// Claims of an id token (`OpenID` Connect Core 2 and 5.1).
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct IdClaims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    pub(crate) sub: Uuid,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    pub(crate) auth_time: i64,
    /// The sign-in session.
    pub(crate) sid: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    pub(crate) at_hash: String,
    #[serde(flatten)]
    pub(crate) person: PersonClaims,
}

/// What both the id token and `/userinfo` say of a person.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PersonClaims {
    pub(crate) email: String,
    pub(crate) email_verified: bool,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) name: String,
    pub(crate) locale: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tenant_id: Option<Uuid>,
}

impl From<&Account> for PersonClaims {
    fn from(account: &Account) -> Self {
        Self {
            email: account.email.clone(),
            email_verified: account.email_verified,
            given_name: account.first_name.clone(),
            family_name: account.last_name.clone(),
            name: account.full_name(),
            locale: account.locale.clone(),
            tenant_id: account.tenant_id,
        }
    }
}

/// Claims of an access token: what Matricula's REST API reads.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessClaims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    /// Matricula's user id once it is known, else the same as `auth_id`.
    pub(crate) sub: Uuid,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    pub(crate) jti: Uuid,
    pub(crate) auth_id: Uuid,
    pub(crate) email: String,
    pub(crate) role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tenant_id: Option<Uuid>,
}

/// Who signed in, when, and how the client asked.
pub(crate) struct SignIn<'a> {
    pub(crate) account: &'a Account,
    pub(crate) session_id: Uuid,
    pub(crate) auth_time: DateTime<Utc>,
    pub(crate) nonce: Option<String>,
}

/// The names that go into every token.
pub(crate) struct Parties<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) audience: &'a str,
}

/// An access token and the id token that belongs to it.
pub(crate) struct TokenPair {
    pub(crate) access_token: String,
    pub(crate) id_token: String,
}

pub(crate) fn issue(
    keys: &Keys,
    parties: &Parties<'_>,
    sign_in: SignIn<'_>,
    now: DateTime<Utc>,
) -> Result<TokenPair, Error> {
    let account = sign_in.account;
    let (iat, exp) = (now.timestamp(), (now + LIFETIME).timestamp());
    let access = AccessClaims {
        iss: parties.issuer.to_owned(),
        aud: parties.audience.to_owned(),
        sub: account.user_id.unwrap_or(account.id),
        iat,
        exp,
        jti: clock::new_id(),
        auth_id: account.id,
        email: account.email.clone(),
        role: account.role.clone(),
        tenant_id: account.tenant_id,
    };
    let access_token = sign(&keys.access_token, &access)?;
    let id = IdClaims {
        iss: parties.issuer.to_owned(),
        aud: parties.client_id.to_owned(),
        sub: account.id,
        iat,
        exp,
        auth_time: sign_in.auth_time.timestamp(),
        sid: sign_in.session_id,
        nonce: sign_in.nonce,
        at_hash: at_hash(&access_token),
        person: account.into(),
    };
    Ok(TokenPair {
        id_token: sign(&keys.id_token, &id)?,
        access_token,
    })
}

/// `OpenID` Connect Core 3.1.3.6: the left half of the hash, by the id token's algorithm.
fn at_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token.as_bytes())[..16])
}

fn sign(key: &SigningKey, claims: &impl Serialize) -> Result<String, Error> {
    let mut header = Header::new(key.algorithm);
    header.kid = Some(key.kid.clone());
    Ok(encode(&header, claims, &key.private)?)
}

/// The claims of a valid access token of ours; `None` for anything else.
pub(crate) fn read_access_token(
    keys: &Keys,
    parties: &Parties<'_>,
    token: &str,
) -> Option<AccessClaims> {
    let mut validation = Validation::new(keys.access_token.algorithm);
    validation.set_issuer(&[parties.issuer]);
    validation.set_audience(&[parties.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    read(&keys.published, &validation, token)
}

/// The claims of an id token of ours, however old: enough to know whose session to end
/// (`OpenID` Connect RP-Initiated Logout 1.0, section 2).
pub(crate) fn read_id_token_hint(
    keys: &Keys,
    parties: &Parties<'_>,
    token: &str,
) -> Option<IdClaims> {
    let mut validation = Validation::new(keys.id_token.algorithm);
    validation.set_issuer(&[parties.issuer]);
    validation.set_audience(&[parties.client_id]);
    validation.set_required_spec_claims(&["iss", "aud", "sub"]);
    validation.validate_exp = false;
    read(&keys.known, &validation, token)
}

fn read<T: DeserializeOwned>(
    keys: &jsonwebtoken::jwk::JwkSet,
    validation: &Validation,
    token: &str,
) -> Option<T> {
    let kid = decode_header(token).ok()?.kid?;
    let key = DecodingKey::from_jwk(keys.find(&kid)?).ok()?;
    decode(token, &key, validation)
        .ok()
        .map(|token| token.claims)
}

#[cfg(test)]
mod tests;
