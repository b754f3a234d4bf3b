//! Time and chance: the only place of this crate that asks for them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "the one clock of this crate")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A new id, sortable by time.
#[expect(
    clippy::disallowed_methods,
    reason = "the one source of ids of this crate"
)]
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// 256 bits that nobody can guess.
pub(crate) fn random_bytes() -> [u8; 32] {
    rand::random()
}
