//! The one source of time and of ids.

use chrono::{DateTime, SubsecRound, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// The time of day, real or set by a test.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `time` until it is set.
    pub fn fixed(time: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(time))))
    }

    /// Moves a fixed clock; the machine's clock stays as it is.
    pub fn set(&self, time: DateTime<Utc>) {
        if let Some(fixed) = &self.0 {
            *fixed.lock().unwrap_or_else(PoisonError::into_inner) = time;
        }
    }

    /// Now, to the microsecond: what Postgres keeps, so that what is read equals what was written.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that the others are sent to"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Some(fixed) => *fixed.lock().unwrap_or_else(PoisonError::into_inner),
            None => Utc::now(),
        };
        now.trunc_subsecs(6)
    }

    /// A new id, version 7 (RFC 9562, section 5.7): sorts by the time it was made.
    pub fn new_id(&self) -> Uuid {
        // The thread's own generator: the machine's would be a system call for each request.
        id_of(self.now(), &rand::random())
    }
}

/// The smallest id that is made at this time: all that were made before are smaller.
pub(crate) fn first_id(at: DateTime<Utc>) -> Uuid {
    id_of(at, &[0; 10])
}

fn id_of(at: DateTime<Utc>, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}
