//! What a relay knows in a turn, and from one to the next.

use super::Whose;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use tokio::time::Instant;
use uuid::Uuid;

/// How long somebody of whom an event was refused rests the first time, and at most: each try brings the event once
/// more to those who take it.
const REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// What one call did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelayReport {
    /// Events that the broker confirmed.
    pub published: usize,
    /// Events that the broker did not confirm, with what waits behind them.
    pub failed: usize,
    /// Whether there was no time for all that waits.
    pub more: bool,
}

/// What a relay knows from one turn to the next.
#[derive(Debug)]
pub(super) struct Memory {
    /// Under which it has the lease.
    pub(super) name: Uuid,
    /// Events that the broker has confirmed, which the database could not be told of.
    pub(super) confirmed: HashSet<Uuid>,
    /// Of whom events were refused.
    resting: HashMap<Whose, Rest>,
}

#[derive(Debug)]
struct Rest {
    until: Instant,
    took: Duration,
}

/// Why something of a person waits, so that nothing of them goes out any more in a turn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// The broker refused an event, or was silent about it.
    Refused,
    /// The broker went away.
    Away,
    /// There was no time.
    Late,
}

/// What becomes of a turn.
pub(super) struct Turn {
    pub(super) begun: Instant,
    pub(super) report: RelayReport,
    behind: HashMap<Whose, Behind>,
}

impl Memory {
    pub(super) fn new(name: Uuid) -> Self {
        Self {
            name,
            confirmed: HashSet::new(),
            resting: HashMap::new(),
        }
    }

    /// Everything that waits was looked at: nothing waits of which the database could not be told, and nothing of
    /// whoever is not behind.
    pub(super) fn forget(&mut self, turn: &Turn) {
        self.confirmed.clear();
        self.resting
            .retain(|whose, _| turn.behind.contains_key(whose));
    }
}

impl Turn {
    pub(super) fn begin() -> Self {
        Self {
            begun: Instant::now(),
            report: RelayReport::default(),
            behind: HashMap::new(),
        }
    }

    /// Whether events of this person may go out; where not, so many are left.
    pub(super) fn may_go(&mut self, memory: &Memory, whose: Whose, events: usize) -> bool {
        if let Some(why) = self.behind.get(&whose).copied() {
            self.leave(why, events);
            return false;
        }
        let rests = |rest: &Rest| rest.until > self.begun;
        if memory.resting.get(&whose).is_some_and(rests) {
            self.behind.insert(whose, Behind::Refused);
            self.leave(Behind::Refused, events);
            return false;
        }
        true
    }

    /// Notes that so many events of a person are left.
    pub(super) fn stop(&mut self, memory: &mut Memory, whose: Whose, why: Behind, events: usize) {
        self.behind.insert(whose, why);
        self.leave(why, events);
        if why == Behind::Refused {
            let before = memory.resting.get(&whose);
            let took = before.map_or(REST, |rest| LONGEST_REST.min(2 * rest.took));
            let until = Instant::now() + took;
            memory.resting.insert(whose, Rest { until, took });
        }
    }

    fn leave(&mut self, why: Behind, events: usize) {
        match why {
            Behind::Refused | Behind::Away => self.report.failed += events,
            Behind::Late => self.report.more = true,
        }
    }
}
