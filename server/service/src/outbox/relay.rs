//! From the outbox to the broker.

mod turn;

pub use turn::RelayReport;

use super::store::{self, Outgoing, Unpublished, Whose};
use crate::{adapters::postgres::Warm, clock::Clock, error::Result};
use broker::{BrokerError, Publisher};
use futures::{StreamExt, stream};
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout_at},
};
use turn::{Behind, Memory, Turn};
use uuid::Uuid;

/// Events that a turn looks at.
const TURN: usize = 100_000;
/// Events that are read at once.
pub(super) const BATCH: usize = 1_000;
/// People whose events are on the wire at once.
const ON_THE_WIRE: usize = 64;
/// After this a person's next event waits for the next turn, so that a long row of theirs does not hold up others.
const EACH: Duration = Duration::from_millis(500);
/// After this no further batch is begun.
const READING: Duration = Duration::from_secs(4);
/// After this an event is not waited for any more.
const SENDING: Duration = Duration::from_secs(12);
/// After this another relay may publish. It begins after the times above do, and is longer.
pub(super) const LEASE: Duration = Duration::from_secs(15);

/// Publishes waiting events. Any number of relays may run; one at a time publishes, which keeps everybody's events in
/// order, and another as soon as it is done.
#[derive(Clone, Debug)]
pub struct Relay {
    warm: Warm,
    publisher: Publisher,
    memory: Arc<Mutex<Memory>>,
}

/// What became of events of one person.
struct Sent {
    whose: Whose,
    confirmed: Vec<Uuid>,
    /// How many of the confirmed were published here and now.
    published: usize,
    /// How many are left, and why.
    left: Option<(usize, Behind)>,
}

impl Relay {
    /// A relay from this database to this broker.
    pub fn new(warm: impl Into<Warm>, publisher: Publisher, clock: &Clock) -> Self {
        Self {
            warm: warm.into().of("relay"),
            publisher,
            memory: Arc::new(Mutex::new(Memory::new(clock.new_id()))),
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

    /// Publishes what waits, as much as there is time for, if it is this relay's turn.
    ///
    /// # Errors
    /// Those of `drain`.
    pub async fn step(&self) -> Result<RelayReport> {
        // Clones of a relay have one name, and so one lease.
        let mut memory = self.memory.lock().await;
        // Without a broker there is no point in a turn.
        if let Err(error) = self.publisher.ready().await {
            let (depth, _) = store::waiting(self.warm.pool()).await?;
            tracing::warn!(%error, depth, "broker cannot be reached, events wait in the outbox");
            return Ok(RelayReport {
                failed: usize::try_from(depth).unwrap_or(usize::MAX),
                ..RelayReport::default()
            });
        }
        let mut turn = Turn::begin();
        let mut conn = self.warm.acquire().await?;
        let is_ours = store::take_lease(&mut *conn, memory.name, LEASE).await?;
        conn.keep();
        if !is_ours {
            // Either nothing waits, or whoever has their turn publishes all that does.
            memory.confirmed.clear();
            return Ok(RelayReport::default());
        }
        let published = self.publish(&mut memory, &mut turn).await;
        // Whatever came of it: somebody else may fare better.
        let given_back = self.give_back(memory.name).await;
        published.and(given_back)?;
        Ok(turn.report)
    }

    async fn give_back(&self, name: Uuid) -> Result<()> {
        let mut conn = self.warm.acquire().await?;
        store::release_lease(&mut *conn, name).await?;
        conn.keep();
        Ok(())
    }

    /// Publishes what waits, batch by batch.
    async fn publish(&self, memory: &mut Memory, turn: &mut Turn) -> Result<()> {
        let mut conn = self.warm.acquire().await?;
        let waiting = store::list_unpublished(&mut *conn, TURN).await?;
        conn.keep();
        for batch in batches(&waiting) {
            if turn.begun.elapsed() >= READING {
                turn.report.more = true;
                return Ok(());
            }
            self.publish_batch(memory, turn, batch).await?;
        }
        if count_ids(&waiting) >= TURN {
            turn.report.more = true;
        } else {
            memory.forget(turn);
        }
        Ok(())
    }

    async fn publish_batch(
        &self,
        memory: &mut Memory,
        turn: &mut Turn,
        batch: &[Unpublished],
    ) -> Result<()> {
        let ids: Vec<_> = batch
            .iter()
            .flat_map(|row| row.event_ids.iter().copied())
            .collect();
        let mut conn = self.warm.acquire().await?;
        let mut people = store::list_events(&mut *conn, &ids).await?;
        conn.keep();
        let events = people.values().flatten();
        let mut rest: HashSet<_> = events.map(|event| event.id.0).collect();
        if rest.len() < ids.len() {
            let lost: Vec<_> = ids.iter().filter(|id| !rest.contains(id)).collect();
            tracing::error!(?lost, "events that waited are not there");
        }
        people.retain(|whose, events| turn.may_go(memory, *whose, events.len()));
        let (known, begun) = (&memory.confirmed, turn.begun);
        let sent: Vec<_> = stream::iter(people)
            .map(|(whose, events)| self.send(whose, events, known, begun))
            .buffer_unordered(ON_THE_WIRE)
            .collect()
            .await;
        for one in sent {
            turn.report.published += one.published;
            if let Some((events, why)) = one.left {
                turn.stop(memory, one.whose, why, events);
            }
            for id in one.confirmed {
                rest.remove(&id);
                memory.confirmed.insert(id);
            }
        }
        self.settle(batch, &rest).await?;
        for id in ids {
            memory.confirmed.remove(&id);
        }
        Ok(())
    }

    /// Tells the database that of these rows only the rest waits.
    async fn settle(&self, waiting: &[Unpublished], rest: &HashSet<Uuid>) -> Result<()> {
        let (mut done, mut begun, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for row in waiting {
            let before = gone.len();
            gone.extend(row.event_ids.iter().filter(|id| !rest.contains(id)));
            match gone.len() - before {
                0 => {}
                all if all == row.event_ids.len() => {
                    gone.truncate(before);
                    done.push(row.id);
                }
                _ => begun.push(row.id),
            }
        }
        if done.is_empty() && begun.is_empty() {
            return Ok(());
        }
        let mut conn = self.warm.acquire().await?;
        store::delete_unpublished(&mut *conn, &done, &begun, &gone).await?;
        conn.keep();
        Ok(())
    }

    /// One after the other: the next goes out when the one before is confirmed, so that what
    /// follows a failure never overtakes it.
    async fn send(
        &self,
        whose: Whose,
        events: Vec<Outgoing>,
        known: &HashSet<Uuid>,
        begun: Instant,
    ) -> Sent {
        let mut sent = Sent {
            whose,
            confirmed: Vec::with_capacity(events.len()),
            published: 0,
            left: None,
        };
        let (first, end) = (Instant::now(), begun + SENDING);
        for event in &events {
            if !known.contains(&event.id.0) {
                let is_late = first.elapsed() >= EACH || Instant::now() >= end;
                let sent_one = if is_late {
                    Err(Behind::Late)
                } else {
                    self.send_one(event, end).await
                };
                if let Err(why) = sent_one {
                    sent.left = Some((events.len() - sent.confirmed.len(), why));
                    break;
                }
                sent.published += 1;
            }
            sent.confirmed.push(event.id.0);
        }
        sent
    }

    async fn send_one(&self, event: &Outgoing, end: Instant) -> std::result::Result<(), Behind> {
        let published = timeout_at(end, self.publisher.publish(event)).await;
        match published.unwrap_or(Err(BrokerError::Silent)) {
            Ok(is_routed) => {
                count(event, is_routed);
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, event_id = %event.id, "event was not confirmed, it stays in the outbox");
                Err(match error {
                    BrokerError::Amqp(_) => Behind::Away,
                    _ => Behind::Refused,
                })
            }
        }
    }
}

/// The same, some `BATCH` events each.
fn batches(waiting: &[Unpublished]) -> impl Iterator<Item = &[Unpublished]> {
    let mut rest = waiting;
    std::iter::from_fn(move || {
        let mut events = 0;
        let rows = rest.iter().take_while(|row| {
            let is_room = events < BATCH;
            events += row.event_ids.len();
            is_room
        });
        let (batch, behind) = rest.split_at(rows.count());
        rest = behind;
        (!batch.is_empty()).then_some(batch)
    })
}

fn count_ids(waiting: &[Unpublished]) -> usize {
    waiting.iter().map(|row| row.event_ids.len()).sum()
}

fn count(event: &Outgoing, is_routed: bool) {
    metrics::counter!("user_service_events_published_total", "type" => event.kind.clone())
        .increment(1);
    // Nobody listens to this type: told, but not an error.
    if !is_routed {
        metrics::counter!("user_service_events_unrouted_total", "type" => event.kind.clone())
            .increment(1);
    }
}
