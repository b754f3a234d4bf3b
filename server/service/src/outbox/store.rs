//! The SQL of the outbox.

use crate::{
    Ctx,
    clock::first_id,
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{
    EventId, TenantId, UserId,
    event::{Event, EventMetadata, SOURCE, UserEvent, VERSION},
};
use serde_json::value::RawValue;
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

/// The channel on which a committed event wakes the relays (`await_publishing` in `migrations/0014_waiting.sql`).
pub const WAKE_CHANNEL: &str = "outbox_events";

pub(super) async fn insert_event(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    user: UserId,
    event: &UserEvent,
) -> Result<()> {
    let data = serde_json::to_value(event).map_err(Error::internal)?;
    let inserted = sqlx::query!(
        r#"WITH next AS (
               UPDATE users SET event_sequence = event_sequence + 1
               WHERE tenant_id = $2 AND id = $3 AND status <> 'deleted'
               RETURNING event_sequence
           )
           INSERT INTO outbox_events (id, tenant_id, user_id, sequence, type, data, correlation_id, occurred_at)
           SELECT $1, $2, $3, event_sequence, $4, $5, $6, $7 FROM next"#,
        ctx.new_id(),
        tenant.0,
        user.0,
        event.kind(),
        data,
        &*ctx.request_id,
        ctx.now,
    )
    .execute(conn)
    .await?;
    // Deleted a moment ago: that is the last that followers hear of them.
    if inserted.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Takes the lease on publishing, or takes it anew, where something waits and nobody else has it. Gives whether it did.
/// The clock is that of Postgres, one for all relays.
///
/// Nobody waits for the disk (`synchronous_commit`), here and where a relay tells what is published: what a crash of
/// Postgres takes back goes out once more, as what a relay could not tell of does.
pub(super) async fn take_lease(
    database: impl PgExecutor<'_>,
    holder: Uuid,
    lease: Duration,
) -> Result<bool> {
    let taken = sqlx::query!(
        r#"INSERT INTO outbox_lease AS lease (holder, until)
           SELECT $1, clock_timestamp() + make_interval(secs => $2)
           WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
             AND EXISTS (SELECT 1 FROM outbox_unpublished)
             AND NOT EXISTS (SELECT 1 FROM outbox_lease WHERE holder <> $1 AND until > clock_timestamp())
           ON CONFLICT (id) DO UPDATE SET holder = $1, until = excluded.until
               WHERE lease.holder = $1 OR lease.until <= clock_timestamp()"#,
        holder,
        lease.as_secs_f64(),
    )
    .execute(database)
    .await?;
    Ok(taken.rows_affected() > 0)
}

/// Gives the lease back, where this relay has it.
pub(super) async fn release_lease(database: impl PgExecutor<'_>, holder: Uuid) -> Result<()> {
    sqlx::query!(
        "UPDATE outbox_lease SET until = '-infinity'
         WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off' AND holder = $1",
        holder,
    )
    .execute(database)
    .await?;
    Ok(())
}

/// Events that wait since one statement.
pub(super) struct Unpublished {
    pub(super) id: i64,
    pub(super) event_ids: Vec<Uuid>,
}

/// What waits, in the order in which it goes out, until it is about this many events. All that goes out in a turn is
/// to be of one reading: of what is committed between two of them, the second might see a person's later events, and
/// their earlier ones be behind it already.
pub(super) async fn list_unpublished(
    database: impl PgExecutor<'_>,
    events: usize,
) -> Result<Vec<Unpublished>> {
    let events = i64::try_from(events).unwrap_or(i64::MAX);
    let waiting = sqlx::query_as!(
        Unpublished,
        r#"SELECT id AS "id!", event_ids AS "event_ids!"
           FROM (SELECT id, event_ids, sum(cardinality(event_ids)) OVER (ORDER BY id) - cardinality(event_ids) AS before
                 FROM outbox_unpublished ORDER BY id LIMIT $1) AS waiting
           WHERE before < $1 ORDER BY id"#,
        events,
    )
    .fetch_all(database)
    .await?;
    Ok(waiting)
}

/// Whose events they are: the tenant and the person.
pub(super) type Whose = (Uuid, Uuid);

/// An event as it goes out: what it tells is passed on as Postgres prints it.
pub(super) type Outgoing = Event<Box<RawValue>>;

/// These events, by person, each person's in their order.
pub(super) async fn list_events(
    database: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<HashMap<Whose, Vec<Outgoing>>> {
    let mut people: HashMap<_, Vec<_>> = HashMap::new();
    if ids.is_empty() {
        return Ok(people);
    }
    let mut rows = sqlx::query_as!(
        EventRow,
        r#"SELECT id, tenant_id, user_id, sequence, type AS kind, data AS "data: Json<Box<RawValue>>", correlation_id,
                  occurred_at
           FROM outbox_events WHERE id = ANY($1)"#,
        ids,
    )
    .fetch_all(database)
    .await?;
    rows.sort_by_key(|row| row.sequence);
    for row in rows {
        let whose = (row.tenant_id, row.user_id);
        people.entry(whose).or_default().push(row.into());
    }
    Ok(people)
}

struct EventRow {
    id: Uuid,
    tenant_id: Uuid,
    user_id: Uuid,
    sequence: i64,
    kind: String,
    data: Json<Box<RawValue>>,
    correlation_id: String,
    occurred_at: DateTime<Utc>,
}

impl From<EventRow> for Outgoing {
    fn from(row: EventRow) -> Self {
        Self {
            id: EventId(row.id),
            kind: row.kind,
            source: SOURCE.into(),
            data: row.data.0,
            timestamp: row.occurred_at,
            correlation_id: Some(row.correlation_id),
            metadata: EventMetadata {
                tenant_id: Some(TenantId(row.tenant_id)),
                sequence: Some(row.sequence),
                version: Some(VERSION),
            },
        }
    }
}

/// Notes what is published: `done` rows wholly, and of those that are `begun` these events, which are `gone`. What
/// another relay has taken away meanwhile is not put back.
pub(super) async fn delete_unpublished(
    database: impl PgExecutor<'_>,
    done: &[i64],
    begun: &[i64],
    gone: &[Uuid],
) -> Result<()> {
    sqlx::query!(
        "WITH rest AS (
             SELECT id, ARRAY(SELECT id FROM unnest(event_ids) AS event (id) WHERE id <> ALL($3)) AS event_ids
             FROM outbox_unpublished WHERE id = ANY($2) FOR UPDATE
         ), done AS (
             DELETE FROM outbox_unpublished WHERE id = ANY($1) OR id IN (SELECT id FROM rest WHERE event_ids = '{}')
         )
         UPDATE outbox_unpublished AS waiting SET event_ids = rest.event_ids FROM rest
         WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
           AND waiting.id = rest.id AND rest.event_ids <> '{}'",
        done,
        begun,
        gone,
    )
    .execute(database)
    .await?;
    Ok(())
}

/// How many events wait, and since when the oldest does.
///
/// # Errors
/// Those of the database.
pub async fn waiting(pool: &PgPool) -> Result<(i64, Option<DateTime<Utc>>)> {
    let row = sqlx::query!(
        r#"SELECT coalesce(sum(cardinality(event_ids)), 0) AS "depth!", min(occurred_at) AS oldest
           FROM outbox_unpublished"#
    )
    .fetch_one(pool)
    .await?;
    Ok((row.depth, row.oldest))
}

/// Drops events that occurred before `until` and are published, at most `limit` rows. Gives how many it dropped.
pub(crate) async fn delete_published(
    pool: &PgPool,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<u64> {
    let deleted = sqlx::query!(
        r#"WITH waiting AS (
               SELECT unnest(event_ids) AS id FROM outbox_unpublished WHERE occurred_at < $2::timestamptz + interval '1 day'
           )
           DELETE FROM outbox_events WHERE id IN (
               SELECT id FROM outbox_events AS e
               WHERE id < $1 AND NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.id = e.id)
               ORDER BY id LIMIT $3 FOR UPDATE OF e SKIP LOCKED)"#,
        first_id(until),
        until,
        limit,
    )
    .execute(pool)
    .await?;
    Ok(deleted.rows_affected())
}
