//! How much one caller may ask: budgets that all replicas share in Redis, one script a request at most.
//!
//! The script goes by the clock of Redis, not by ours: replicas' clocks differ, and whoever asks
//! two of them would gain what they differ by. While Redis is away each process counts by itself,
//! so that a caller may have as many budgets as there are replicas, but never no limit at all.
//!
//! Who asks much of a large budget is asked about once for many requests (`lease.rs`).
//!
//! The same script remembers who is changing something, and on which replica: for a while after, they
//! are not shown what another process knew a moment ago (`Verdict::sight`), so that everybody sees their own
//! writes.

mod gate;
mod lease;
mod meter;
mod subject;

pub use meter::{Budget, Intent, Verdict};
pub use subject::Subject;

use crate::{adapters::redis::Redis, cache::Sight};
use gate::{Ask, Gate, Told};
use lease::Leases;
use meter::{Deed, Meter};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// Callers whom a process remembers while Redis is away; who has asked seldom is forgotten first.
const REMEMBERED: u64 = 100_000;
/// Forgotten after this long without a request; no window is longer.
pub const LONGEST_WINDOW: Duration = Duration::from_hours(24);
/// Levels are told in millionths.
const MILLION: f64 = 1_000_000.0;

/// Keeps the budgets of all callers.
#[derive(Clone, Debug)]
pub struct RateLimiter {
    gate: Gate,
    leases: Leases,
    started: Instant,
    here: moka::sync::Cache<String, Arc<Mutex<Meter>>>,
}

impl RateLimiter {
    /// Budgets in this Redis.
    pub fn new(redis: Redis) -> Self {
        Self {
            gate: Gate::new(redis),
            leases: Leases::new(),
            started: Instant::now(),
            here: moka::sync::Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_idle(LONGEST_WINDOW)
                .build(),
        }
    }

    /// Has requests that come at the same moment ask Redis together, until asked to stop.
    pub async fn gather(&self, stop: &CancellationToken) {
        self.gate.gather(stop).await;
    }

    /// Takes one out of a caller's budget, if there is one left, for a request with this intent.
    pub async fn take(&self, intent: Intent, budget: Budget, subject: &Subject<'_>) -> Verdict {
        let key = subject.key();
        if intent == Intent::Read && lease::most(budget) > 1 {
            self.take_ahead(key, budget).await
        } else {
            self.apply(key, Ask::one(budget, Deed::Take, intent))
                .await
                .0
        }
    }

    /// Whether one is left for it; takes none.
    pub async fn look(&self, intent: Intent, budget: Budget, subject: &Subject<'_>) -> Verdict {
        let ask = Ask::one(budget, Deed::Look, intent);
        self.apply(subject.key(), ask).await.0
    }

    /// Takes one for what has been done already, also out of a budget in which none is left.
    pub async fn note(&self, budget: Budget, subject: &Subject<'_>) -> Verdict {
        let ask = Ask::one(budget, Deed::Note, Intent::Read);
        self.apply(subject.key(), ask).await.0
    }

    /// Of what was taken ahead, else with more than one for who will ask for more.
    async fn take_ahead(&self, key: String, budget: Budget) -> Verdict {
        let (lease, now) = (self.leases.of(&key), Instant::now());
        let ask = {
            let mut lease = lease::lock(&lease);
            if let Some(used) = lease.spend(budget, now) {
                return Verdict::new(true, budget, used).seen(Sight::Near);
            }
            Ask {
                count: lease.ask(budget, now),
                ..Ask::one(budget, Deed::Take, Intent::Read)
            }
        };
        let (verdict, taken) = self.apply(key, ask).await;
        lease::lock(&lease).begin(budget, now, taken, verdict.used());
        verdict
    }

    /// What Redis says, or this process without it; and how many were taken. On the heap: who has a lease does not
    /// come here, and whoever may is moved from hand to hand.
    async fn apply(&self, key: String, ask: Ask) -> (Verdict, u32) {
        Box::pin(self.apply_here(key, ask)).await
    }

    async fn apply_here(&self, key: String, ask: Ask) -> (Verdict, u32) {
        let told = self.gate.ask(&key, ask).await;
        if ask.intent == Intent::Write {
            self.leases.end(&key);
        }
        let budget = ask.budget;
        let (verdict, taken) = match told {
            Ok(told) => read(told, ask),
            Err(error) => {
                tracing::debug!(%error, budget = budget.name, "a budget is counted by this process alone");
                metrics::counter!("user_service_rate_limit_fallbacks_total").increment(1);
                let verdict = self.count_here(key + budget.name, budget, ask.deed);
                // Whether others hold leases on whoever writes, nobody says.
                let pause = match ask.intent {
                    Intent::Read => Duration::ZERO,
                    Intent::Write => lease::TERM,
                };
                (verdict.settled_in(pause), 1)
            }
        };
        if !verdict.passes {
            metrics::counter!("user_service_rate_limited_total", "budget" => budget.name)
                .increment(1);
        }
        (verdict, taken)
    }

    fn count_here(&self, key: String, budget: Budget, deed: Deed) -> Verdict {
        let meter = self.here.get_with(key, Arc::default);
        let now = self.started.elapsed().as_secs_f64() * MILLION;
        meter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .apply(budget, deed, now)
    }
}

/// What the script has told, and how many it has taken.
#[expect(
    clippy::cast_precision_loss,
    reason = "levels are far below what a double counts exactly"
)]
fn read(told: Told, ask: Ask) -> (Verdict, u32) {
    let used = told.level.unsigned_abs() as f64 / MILLION;
    let verdict = Verdict::new(told.level >= 0, ask.budget, used).seen(told.sight);
    match (ask.intent, told.sight) {
        (Intent::Write, _) => {
            let pause = Duration::from_micros(told.more.unsigned_abs());
            (verdict.settled_in(pause), 1)
        }
        (Intent::Read, Sight::Near) => (verdict, u32::try_from(told.more).unwrap_or(1)),
        (Intent::Read, Sight::Here | Sight::Far) => (verdict, 1),
    }
}

#[cfg(test)]
mod tests;
