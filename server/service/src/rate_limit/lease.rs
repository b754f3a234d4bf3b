//! Leases: a caller who asks much of a large budget takes several at once, and is counted by this process alone for
//! a moment. Services ask hundreds of times a second; each time to ask Redis would cost more than most answers.
//!
//! - Nothing passes that was not taken in Redis before. What is not spent is lost to the caller, and comes back to
//!   their budget with time.
//! - A lease also stands for what Redis said of its holder: that they are changing nothing. Whoever begins to change
//!   something hears until when other processes hold leases on them, and is answered no sooner
//!   ([`Verdict::settled`](super::Verdict::settled)); their own process ends its lease at once. So everybody sees
//!   their own writes (Gray and Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed file cache
//!   consistency", 1989).
//! - A process counts the term from before it asked, Redis from when it answered: a lease never outlives what Redis
//!   knows of it, whatever their clocks say.

use super::Budget;
use quick_cache::sync;
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long a lease lasts: somebody who reads much and then writes waits so long at most.
pub(super) const TERM: Duration = Duration::from_millis(200);
/// The part of a budget that one lease takes at most: of small ones each request is counted in Redis.
const SHARE: u32 = 100;
/// What one lease takes at most.
const MOST: u32 = 64;
/// Callers whose pace is remembered.
const REMEMBERED: usize = 10_000;

/// The leases of this process, by the names of callers.
#[derive(Clone, Debug)]
pub(super) struct Leases(Arc<sync::Cache<String, Arc<Mutex<Lease>>>>);

/// One caller's.
#[derive(Debug, Default)]
pub(super) struct Lease {
    /// Of which budget.
    budget: &'static str,
    /// When Redis was asked last.
    asked: Option<Instant>,
    /// Requests since then.
    served: u32,
    /// When the last question was asked that brought a lease.
    since: Option<Instant>,
    /// What was taken and is not spent.
    left: u32,
    /// The level of the budget once all of it is.
    level: f64,
}

impl Leases {
    pub(super) fn new() -> Self {
        Self(Arc::new(sync::Cache::new(REMEMBERED)))
    }

    /// A caller's lease, or where one may come to be.
    pub(super) fn of(&self, caller: &str) -> Arc<Mutex<Lease>> {
        let found = self
            .0
            .get_or_insert_with(caller, || Ok::<_, Infallible>(Arc::default()));
        match found {
            Ok(lease) => lease,
            Err(never) => match never {},
        }
    }

    /// A caller is changing something. A question that is under way may still bring a lease: nobody finds it.
    pub(super) fn end(&self, caller: &str) {
        self.0.remove(caller);
    }
}

/// The most that a lease of this budget takes: one is none.
pub(super) fn most(budget: Budget) -> u32 {
    (budget.max / SHARE).clamp(1, MOST)
}

pub(super) fn lock(lease: &Mutex<Lease>) -> MutexGuard<'_, Lease> {
    lease.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lease {
    /// Spends one of what was taken; gives the level of the budget.
    pub(super) fn spend(&mut self, budget: Budget, now: Instant) -> Option<f64> {
        if self.left == 0 || self.budget != budget.name || !is_within(TERM, self.since, now) {
            return None;
        }
        self.left -= 1;
        self.served += 1;
        Some(self.level - f64::from(self.left))
    }

    /// How many to take now: what the caller will ask for within a term, going by their pace.
    pub(super) fn ask(&mut self, budget: Budget, now: Instant) -> u32 {
        let pace = if self.budget != budget.name {
            1
        } else if is_within(TERM, self.asked, now) {
            self.served.saturating_mul(2)
        } else if is_within(TERM * 2, self.asked, now) {
            self.served
        } else {
            1
        };
        *self = Self {
            budget: budget.name,
            asked: Some(now),
            served: 1,
            ..Self::default()
        };
        pace.clamp(1, most(budget))
    }

    /// So many were taken when it was asked at `asked`, one of them for who asked; they may be added to those of
    /// another question of the same moment.
    pub(super) fn begin(&mut self, budget: Budget, asked: Instant, taken: u32, level: f64) {
        if self.budget != budget.name || taken <= 1 {
            return;
        }
        self.since = self.since.max(Some(asked));
        self.left = self.left.saturating_add(taken - 1);
        self.level = self.level.max(level);
    }
}

fn is_within(term: Duration, since: Option<Instant>, now: Instant) -> bool {
    since.is_some_and(|since| now.saturating_duration_since(since) < term)
}
