//! How an entry is hashed, exactly, so that anybody can verify the chain with other means.
//!
//! Each tenant has a chain of seals, numbered from 1 without gaps (`audit_seals`). With ‖ for one after the other:
//!
//! ```text
//! hash(0) = 32 zero octets
//! hash(n) = SHA-256( hash(n - 1) ‖ field(id) ‖ field(tenant_id) ‖ field(at) ‖ field(actor_kind) ‖ field(actor_id)
//!                    ‖ field(action) ‖ field(target_kind) ‖ field(target_id) ‖ field(changes) ‖ field(request_id) )
//! field(value) = number of octets of the value as 8 octets, highest first ‖ the value
//! field(NULL)  = 8 octets ff
//! ```
//!
//! The columns are those of the entry in `audit_log` whose id the seal `n` has. Each value is text in UTF-8: an id in
//! 36 characters, in lower case; `at` in microseconds since 1970-01-01T00:00:00Z, as a decimal number; `changes` as
//! Postgres prints it (`changes::text`); all others as they stand there.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use uuid::Uuid;

const OCTETS: usize = 32;

/// The hash of a seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hash([u8; OCTETS]);

/// A place in a chain, with the hash that stands there. In text `NUMBER:HASH`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Of the seal; 0 where there is none yet.
    pub number: i64,
    /// Its hash.
    pub hash: Hash,
}

/// A text that is no head of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is a number, a colon, and 64 hexadecimal digits")]
pub struct NotAHead;

/// An entry as it stands in the audit log.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: Uuid,
    pub(super) tenant_id: Uuid,
    pub(super) at: DateTime<Utc>,
    pub(super) actor_kind: String,
    pub(super) actor_id: Option<String>,
    pub(super) action: String,
    pub(super) target_kind: String,
    pub(super) target_id: Uuid,
    /// As Postgres prints it.
    pub(super) changes: String,
    pub(super) request_id: String,
}

impl Hash {
    /// What follows this hash when the entry is sealed.
    pub(super) fn seal(self, entry: &Entry) -> Self {
        let mut digest = Sha256::new_with_prefix(self.0);
        let mut field = |value: Option<&str>| {
            let length = value.map_or(u64::MAX, |value| value.len() as u64);
            digest.update(length.to_be_bytes());
            digest.update(value.unwrap_or_default());
        };
        field(Some(&entry.id.to_string()));
        field(Some(&entry.tenant_id.to_string()));
        field(Some(&entry.at.timestamp_micros().to_string()));
        field(Some(&entry.actor_kind));
        field(entry.actor_id.as_deref());
        field(Some(&entry.action));
        field(Some(&entry.target_kind));
        field(Some(&entry.target_id.to_string()));
        field(Some(&entry.changes));
        field(Some(&entry.request_id));
        Self(digest.finalize().into())
    }

    /// From what the database keeps; none where it is no hash.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl FromStr for Hash {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let is_hex = text.len() == 2 * OCTETS && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hex {
            return Err(NotAHead);
        }
        let mut octets = [0; OCTETS];
        for (i, octet) in octets.iter_mut().enumerate() {
            *octet = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| NotAHead)?;
        }
        Ok(Self(octets))
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let (number, hash) = text.trim().split_once(':').ok_or(NotAHead)?;
        let number = number.parse().map_err(|_| NotAHead)?;
        let hash = hash.parse()?;
        if number < 0 {
            return Err(NotAHead);
        }
        Ok(Self { number, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_written_and_nothing_else_is_one() {
        let head = Head {
            number: 7,
            hash: Hash([0xa0; OCTETS]),
        };
        let text = head.to_string();
        assert_eq!(text, format!("7:{}", "a0".repeat(OCTETS)));
        assert_eq!(text.parse(), Ok(head));
        assert_eq!(text.to_uppercase().parse(), Ok(head));
        let short = format!("7:{}", "a0".repeat(OCTETS - 1));
        let negative = format!("-{text}");
        let beyond_ascii = format!("7:{}", "é".repeat(OCTETS));
        for bad in ["", "7", ":", &short, &negative, &beyond_ascii] {
            assert_eq!(bad.parse::<Head>(), Err(NotAHead), "{bad}");
        }
    }
}
