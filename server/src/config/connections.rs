//! How much patience there is with slow clients.

use super::Env;
use std::time::Duration;

/// What one connection may take of our time and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionSection {
    /// `MAX_CONNECTIONS`: open at once; whoever comes then waits to be taken.
    pub max: usize,
    /// `KEEP_ALIVE_TIMEOUT`: how long a connection may be open with nothing asked. Longer than load
    /// balancers keep theirs, so that they never send into one that we are closing.
    pub keep_alive: Duration,
    /// `HEADER_TIMEOUT`: from the first byte of a request to the last of its head.
    pub header: Duration,
    /// `BODY_TIMEOUT`: for the body, and a second more for each 32 KiB of it.
    pub body: Duration,
    /// `WRITE_TIMEOUT`: how long a client may take nothing of an answer.
    pub write: Duration,
}

impl Default for ConnectionSection {
    fn default() -> Self {
        Self {
            max: 20_000,
            keep_alive: Duration::from_secs(75),
            header: Duration::from_secs(10),
            body: Duration::from_secs(20),
            write: Duration::from_secs(30),
        }
    }
}

impl ConnectionSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let default = Self::default();
        let mut time = |name: &str, default: Duration| {
            let default = u64::try_from(default.as_millis()).unwrap_or(u64::MAX);
            Duration::from_millis(env.number(name, default, 100, 3_600_000))
        };
        Self {
            keep_alive: time("KEEP_ALIVE_TIMEOUT", default.keep_alive),
            header: time("HEADER_TIMEOUT", default.header),
            body: time("BODY_TIMEOUT", default.body),
            write: time("WRITE_TIMEOUT", default.write),
            max: env.number("MAX_CONNECTIONS", default.max, 1, 1_000_000),
        }
    }
}
