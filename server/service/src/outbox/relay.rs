//! From the outbox to the broker.

use super::store;
use crate::{clock::Clock, error::Result};
use broker::Publisher;
use chrono::{DateTime, TimeDelta, Utc};
use contract::event::Event;
use futures::{StreamExt, stream};
use sqlx::PgPool;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// People whose events are claimed at once.
const PEOPLE: i64 = 200;
/// Events of one person that are claimed at once.
const EACH: i64 = 100;
/// People whose events are on the wire at once.
const ON_THE_WIRE: usize = 64;
/// After this a claim is void: far longer than a batch takes. What is claimed twice all the same is
/// published twice, each time in order.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// Publishes waiting events. Any number of relays may run.
#[derive(Clone, Debug)]
pub struct Relay {
    pool: PgPool,
    publisher: Publisher,
    clock: Clock,
    /// Claims whose outcome the database could not be told of.
    unsettled: Arc<Mutex<Vec<Outcome>>>,
}

/// What became of one batch of claims.
#[derive(Debug)]
struct Outcome {
    confirmed: Vec<Uuid>,
    rest: Vec<Uuid>,
    until: DateTime<Utc>,
}

/// What one call did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelayReport {
    /// Events that the broker confirmed.
    pub published: usize,
    /// Events that wait for another try.
    pub failed: usize,
    /// Whether more may wait than were claimed at once.
    pub more: bool,
}

/// The events of one person that were confirmed, and those that were not.
struct Sent {
    confirmed: Vec<Uuid>,
    rest: Vec<Uuid>,
}

impl Relay {
    /// A relay from this database to this broker.
    pub fn new(pool: PgPool, publisher: Publisher, clock: Clock) -> Self {
        Self {
            pool,
            publisher,
            clock,
            unsettled: Arc::default(),
        }
    }

    /// Publishes until nothing waits or something could not be published.
    ///
    /// # Errors
    /// Those of the database. A broker that is away is not an error but a report with `failed`.
    pub async fn drain(&self) -> Result<RelayReport> {
        let mut total = RelayReport::default();
        loop {
            let report = self.step().await?;
            total.published += report.published;
            total.failed += report.failed;
            if report.failed > 0 || !report.more {
                return Ok(total);
            }
        }
    }

    /// Claims one batch and publishes it.
    ///
    /// # Errors
    /// Those of `drain`.
    pub async fn step(&self) -> Result<RelayReport> {
        self.settle().await?;
        // Without a broker there is no point in claiming.
        if let Err(error) = self.publisher.ready().await {
            let (depth, _) = store::waiting(&self.pool).await?;
            tracing::warn!(%error, depth, "broker cannot be reached, events wait in the outbox");
            return Ok(RelayReport {
                published: 0,
                failed: usize::try_from(depth).unwrap_or(usize::MAX),
                more: false,
            });
        }
        let now = self.clock.now();
        let people = store::claim_events(&self.pool, now, LEASE, PEOPLE, EACH).await?;
        let is_full = |count: usize, limit: i64| i64::try_from(count).is_ok_and(|n| n >= limit);
        let more =
            is_full(people.len(), PEOPLE) || people.iter().any(|all| is_full(all.len(), EACH));
        let sent: Vec<_> = stream::iter(people)
            .map(|events| self.send(events))
            .buffer_unordered(ON_THE_WIRE)
            .collect()
            .await;
        let (mut confirmed, mut rest) = (Vec::new(), Vec::new());
        for mut one in sent {
            confirmed.append(&mut one.confirmed);
            rest.append(&mut one.rest);
        }
        let report = RelayReport {
            published: confirmed.len(),
            failed: rest.len(),
            more,
        };
        self.unsettled().push(Outcome {
            confirmed,
            rest,
            until: now + LEASE,
        });
        self.settle().await?;
        Ok(report)
    }

    /// Tells the database what became of claims. What it cannot be told now, it is told next time:
    /// otherwise those events would wait for the lease to end, and then go out again.
    async fn settle(&self) -> Result<()> {
        loop {
            let Some(outcome) = self.unsettled().pop() else {
                return Ok(());
            };
            if let Err(error) = self.mark(&outcome).await {
                self.unsettled().push(outcome);
                return Err(error);
            }
        }
    }

    async fn mark(&self, outcome: &Outcome) -> Result<()> {
        let now = self.clock.now();
        if !outcome.confirmed.is_empty() {
            store::update_published(&self.pool, &outcome.confirmed, now).await?;
        }
        // After the lease they may be somebody else's.
        if !outcome.rest.is_empty() && now < outcome.until {
            store::update_released(&self.pool, &outcome.rest).await?;
        }
        Ok(())
    }

    fn unsettled(&self) -> std::sync::MutexGuard<'_, Vec<Outcome>> {
        self.unsettled
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// One after the other: the next goes out when the one before is confirmed, so that what
    /// follows a failure never overtakes it.
    async fn send(&self, events: Vec<Event>) -> Sent {
        let mut confirmed = Vec::with_capacity(events.len());
        for event in &events {
            match self.publisher.publish(event).await {
                Ok(is_routed) => {
                    metrics::counter!("user_service_events_published_total", "type" => event.kind.clone()).increment(1);
                    // Nobody listens to this type: told, but not an error.
                    if !is_routed {
                        metrics::counter!("user_service_events_unrouted_total", "type" => event.kind.clone()).increment(1);
                    }
                    confirmed.push(event.id.0);
                }
                Err(error) => {
                    tracing::warn!(%error, event_id = %event.id, "event was not confirmed, it stays in the outbox");
                    break;
                }
            }
        }
        let rest = events[confirmed.len()..]
            .iter()
            .map(|event| event.id.0)
            .collect();
        Sent { confirmed, rest }
    }
}
