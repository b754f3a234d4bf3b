//! How much one caller may ask: budgets that all replicas share in Redis, one script a request.
//!
//! The script goes by the clock of Redis, not by ours: replicas' clocks differ, and whoever asks
//! two of them would gain what they differ by. While Redis is away each process counts by itself,
//! so that a caller may have as many budgets as there are replicas, but never no limit at all.
//!
//! The same script remembers who is changing something, on whichever replica: for a while after, they
//! are not shown what a process knew a moment ago (`Verdict::sight`), so that everybody sees their own
//! writes.

mod gate;
mod meter;
mod subject;

pub use meter::{Budget, Intent, Verdict};
pub use subject::Subject;

use crate::{
    adapters::redis::{Redis, RedisError},
    cache::Sight,
};
use gate::Gate;
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
    started: Instant,
    here: moka::sync::Cache<String, Arc<Mutex<Meter>>>,
}

impl RateLimiter {
    /// Budgets in this Redis.
    pub fn new(redis: Redis) -> Self {
        Self {
            gate: Gate::new(redis),
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
        self.apply(budget, subject, Deed::Take, intent).await
    }

    /// Whether one is left for it; takes none.
    pub async fn look(&self, intent: Intent, budget: Budget, subject: &Subject<'_>) -> Verdict {
        self.apply(budget, subject, Deed::Look, intent).await
    }

    /// Takes one for what has been done already, also out of a budget in which none is left.
    pub async fn note(&self, budget: Budget, subject: &Subject<'_>) -> Verdict {
        self.apply(budget, subject, Deed::Note, Intent::Read).await
    }

    async fn apply(
        &self,
        budget: Budget,
        subject: &Subject<'_>,
        deed: Deed,
        intent: Intent,
    ) -> Verdict {
        let key = subject.key();
        let verdict = match self.ask(&key, budget, deed, intent).await {
            Ok(verdict) => verdict,
            Err(error) => {
                tracing::debug!(%error, budget = budget.name, "a budget is counted by this process alone");
                metrics::counter!("user_service_rate_limit_fallbacks_total").increment(1);
                self.count_here(key + budget.name, budget, deed)
            }
        };
        if !verdict.passes {
            metrics::counter!("user_service_rate_limited_total", "budget" => budget.name)
                .increment(1);
        }
        verdict
    }

    async fn ask(
        &self,
        key: &str,
        budget: Budget,
        deed: Deed,
        intent: Intent,
    ) -> Result<Verdict, RedisError> {
        let (told, writer) = self.gate.ask(key, budget, deed, intent).await?;
        let mut verdict = read(told, budget);
        if writer == 0 {
            verdict.sight = Sight::Near;
        }
        Ok(verdict)
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

/// What the script has told.
#[expect(
    clippy::cast_precision_loss,
    reason = "levels are far below what a double counts exactly"
)]
fn read(told: i64, budget: Budget) -> Verdict {
    Verdict::new(told >= 0, budget, told.unsigned_abs() as f64 / MILLION)
}

#[cfg(test)]
mod tests;
