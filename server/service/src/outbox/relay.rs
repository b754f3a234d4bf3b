//! From the outbox to the broker.

use super::store::{self, Unpublished};
use crate::{clock::Clock, error::Result};
use broker::Publisher;
use chrono::TimeDelta;
use contract::event::Event;
use futures::{StreamExt, stream};
use sqlx::PgPool;
use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Events that are read at once.
pub(super) const BATCH: usize = 1_000;
/// As many more are read as could not be published the last time, so that these do not hold up others; at most.
const STUCK: usize = 20_000;
/// People whose events are on the wire at once.
const ON_THE_WIRE: usize = 64;
/// After this no further event of a batch is begun.
const SENDING: Duration = Duration::from_secs(4);
/// After this another relay may publish: longer than `SENDING` and what the last event may take then (ten seconds).
/// What two publish all the same goes out twice, each time in order.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(15);

/// Publishes waiting events. Any number of relays may run; one at a time publishes, which keeps everybody's events in
/// order, and another as soon as it is done.
#[derive(Clone, Debug)]
pub struct Relay {
    pool: PgPool,
    publisher: Publisher,
    clock: Clock,
    memory: Arc<Mutex<Memory>>,
}

/// What a relay knows from one batch to the next.
#[derive(Debug)]
struct Memory {
    /// Under which it has the lease.
    name: Uuid,
    /// Events that the broker has confirmed, which the database could not be told of.
    confirmed: HashSet<Uuid>,
    /// How many could not be published the last time.
    stuck: usize,
}

/// What one call did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelayReport {
    /// Events that the broker confirmed.
    pub published: usize,
    /// Events that wait for another try.
    pub failed: usize,
    /// Whether more may wait than were read at once.
    pub more: bool,
}

/// What became of events of one person.
#[derive(Default)]
struct Sent {
    confirmed: Vec<Uuid>,
    /// Behind those that were confirmed.
    rest: Vec<Uuid>,
    /// Whether the first of the rest was tried.
    is_refused: bool,
    /// How many of the confirmed were published here and now.
    published: usize,
}

impl Relay {
    /// A relay from this database to this broker.
    pub fn new(pool: PgPool, publisher: Publisher, clock: Clock) -> Self {
        let memory = Memory {
            name: clock.new_id(),
            confirmed: HashSet::new(),
            stuck: 0,
        };
        Self {
            pool,
            publisher,
            clock,
            memory: Arc::new(Mutex::new(memory)),
        }
    }

    /// Publishes until nothing waits, another relay has its turn, or something could not be published.
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

    /// Publishes one batch, if it is this relay's turn.
    ///
    /// # Errors
    /// Those of `drain`.
    pub async fn step(&self) -> Result<RelayReport> {
        // Clones of a relay have one name, and so one lease.
        let mut memory = self.memory.lock().await;
        // Without a broker there is no point in a turn.
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
        if !store::take_lease(&self.pool, memory.name, now, now + LEASE).await? {
            // Either nothing waits, or whoever has their turn publishes all that does.
            memory.confirmed.clear();
            return Ok(RelayReport::default());
        }
        let room = BATCH + memory.stuck;
        let waiting = store::list_unpublished(&self.pool, room).await?;
        let ids: Vec<_> = waiting
            .iter()
            .flat_map(|row| row.event_ids.iter().copied())
            .collect();
        let events = store::list_events(&self.pool, &ids).await?;
        let is_full = ids.len() >= room;
        let sent = self.send_all(events, &memory.confirmed).await;
        memory.confirmed.extend(&sent.confirmed);
        self.settle(&memory, &waiting, &sent.rest).await?;
        // What it was told of does not wait any more, unless it lay behind what was read.
        if is_full {
            let sent: HashSet<_> = sent.confirmed.iter().collect();
            memory.confirmed.retain(|id| !sent.contains(id));
        } else {
            memory.confirmed.clear();
        }
        let failed = if sent.is_refused { sent.rest.len() } else { 0 };
        memory.stuck = failed.min(STUCK);
        Ok(RelayReport {
            published: sent.published,
            failed,
            more: is_full || !sent.rest.is_empty(),
        })
    }

    /// Tells the database what has gone out, and gives the lease back.
    async fn settle(&self, memory: &Memory, waiting: &[Unpublished], rest: &[Uuid]) -> Result<()> {
        let rest: HashSet<_> = rest.iter().collect();
        let (mut done, mut left) = (Vec::new(), Vec::new());
        for row in waiting {
            let before = left.len();
            let of_row = row.event_ids.iter().filter(|id| rest.contains(id));
            left.extend(of_row.map(|id| (row.id, *id)));
            if left.len() == before {
                done.push(row.id);
            }
        }
        store::delete_unpublished(&self.pool, memory.name, &done, &left).await
    }

    async fn send_all(&self, people: Vec<Vec<Event>>, confirmed: &HashSet<Uuid>) -> Sent {
        let end = Instant::now() + SENDING;
        stream::iter(people)
            .map(|events| self.send(events, confirmed, end))
            .buffer_unordered(ON_THE_WIRE)
            .fold(Sent::default(), async |mut all, one| {
                all.confirmed.extend(one.confirmed);
                all.rest.extend(one.rest);
                all.is_refused |= one.is_refused;
                all.published += one.published;
                all
            })
            .await
    }

    /// One after the other: the next goes out when the one before is confirmed, so that what
    /// follows a failure never overtakes it.
    async fn send(&self, events: Vec<Event>, confirmed: &HashSet<Uuid>, end: Instant) -> Sent {
        let mut sent = Sent::default();
        for event in &events {
            if confirmed.contains(&event.id.0) {
                sent.confirmed.push(event.id.0);
                continue;
            }
            if Instant::now() >= end {
                break;
            }
            match self.publisher.publish(event).await {
                Ok(is_routed) => {
                    metrics::counter!("user_service_events_published_total", "type" => event.kind.clone()).increment(1);
                    // Nobody listens to this type: told, but not an error.
                    if !is_routed {
                        metrics::counter!("user_service_events_unrouted_total", "type" => event.kind.clone()).increment(1);
                    }
                    sent.confirmed.push(event.id.0);
                    sent.published += 1;
                }
                Err(error) => {
                    tracing::warn!(%error, event_id = %event.id, "event was not confirmed, it stays in the outbox");
                    sent.is_refused = true;
                    break;
                }
            }
        }
        let rest = &events[sent.confirmed.len()..];
        sent.rest.extend(rest.iter().map(|event| event.id.0));
        sent
    }
}
