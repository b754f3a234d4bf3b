//! Time: the only place of this crate that asks for it.

use chrono::{DateTime, Utc};

#[expect(clippy::disallowed_methods, reason = "the one clock of this crate")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}
