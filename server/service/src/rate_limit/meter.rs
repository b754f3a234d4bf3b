//! The arithmetic of a budget: a level that rises by one a request and sinks steadily. It is GCRA
//! told the other way round: all of the budget may be spent at once, and what
//! is spent comes back evenly, so nobody waits for the end of a window and nothing is had twice
//! around it. `budget.lua` does the same in Redis, and a test compares them step by step.

use crate::cache::Sight;
use std::time::{Duration, Instant};

/// What to do with a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// Takes one, if it fits.
    Take,
    /// Looks whether one fits.
    Look,
    /// Takes one whether it fits or not.
    Note,
}

impl Deed {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Look => "look",
            Self::Note => "note",
        }
    }
}

/// What a request is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// It changes nothing.
    Read,
    /// It may change something.
    Write,
}

/// How much one caller may have at once, and how long until all of it is back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Which one: a word of the keys in Redis, and the label of the metric.
    pub name: &'static str,
    /// Requests.
    pub max: u32,
    /// The time in which `max` requests come back.
    pub window: Duration,
}

impl Budget {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a day has fewer microseconds than a double has whole numbers"
    )]
    pub(super) fn window_us(&self) -> f64 {
        self.window.as_micros() as f64
    }
}

/// Whether a request may go on, and what is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it may.
    pub passes: bool,
    /// How close to the truth they must be shown it: `Far` for who is changing something, or may be, other than
    /// through this process (`Here`).
    pub sight: Sight,
    budget: Budget,
    used: f64,
    /// When nobody else may act on what Redis said before.
    pub(super) settled: Option<Instant>,
}

impl Verdict {
    pub(super) fn new(passes: bool, budget: Budget, used: f64) -> Self {
        Self {
            passes,
            sight: Sight::Far,
            budget,
            used,
            settled: None,
        }
    }

    /// The same, with this much in sight.
    pub(super) fn seen(self, sight: Sight) -> Self {
        Self { sight, ..self }
    }

    pub(super) fn used(&self) -> f64 {
        self.used
    }

    /// The same, told after this much of a second at the soonest.
    pub(super) fn settled_in(self, pause: Duration) -> Self {
        Self {
            settled: (!pause.is_zero()).then(|| Instant::now() + pause),
            ..self
        }
    }

    /// Waits until no other process can show the caller what was before their change: to be awaited after the change
    /// and before the answer. Mostly there is nothing to wait for (see `lease.rs`).
    pub async fn settled(&self) {
        if let Some(settled) = self.settled {
            tokio::time::sleep_until(settled.into()).await;
        }
    }

    /// How many more would pass now.
    pub fn remaining(&self) -> u64 {
        whole((f64::from(self.budget.max) - self.used).floor())
    }

    /// Seconds until all of the budget is back.
    pub fn reset_s(&self) -> u64 {
        self.seconds(self.used).max(u64::from(self.used > 0.0))
    }

    /// Seconds after which one more passes; at least one.
    pub fn retry_after_s(&self) -> u64 {
        self.seconds(self.used + 1.0 - f64::from(self.budget.max))
            .max(1)
    }

    fn seconds(&self, level: f64) -> u64 {
        whole((level * self.budget.window.as_secs_f64() / f64::from(self.budget.max)).ceil())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never below zero, and far below the largest"
)]
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

/// What one caller has used, and when that was so (microseconds by any clock).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Meter {
    level: f64,
    at: f64,
}

impl Meter {
    pub(super) fn apply(&mut self, budget: Budget, deed: Deed, now: f64) -> Verdict {
        let max = f64::from(budget.max);
        // In the order of `budget.lua`: the last digits agree too.
        let sunk = (now - self.at).max(0.0) * max / budget.window_us();
        let mut used = (self.level - sunk).max(0.0);
        let fits = used + 1.0 <= max;
        if deed == Deed::Note || (fits && deed == Deed::Take) {
            used = (used + 1.0).min(max);
            *self = Self {
                level: used,
                at: now,
            };
        }
        Verdict::new(fits, budget, used)
    }
}
