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
use sqlx::{PgConnection, PgPool};
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
///
/// Nobody waits for the disk (`synchronous_commit`), here and where the lease is given back: what a crash of Postgres
/// takes back goes out once more, as what a relay could not tell of does.
pub(super) async fn take_lease(
    pool: &PgPool,
    holder: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let taken = sqlx::query!(
        r#"INSERT INTO outbox_lease AS lease (holder, until)
           SELECT $1, $3 WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
                               AND EXISTS (SELECT 1 FROM outbox_unpublished)
           ON CONFLICT (id) DO UPDATE SET holder = $1, until = $3 WHERE lease.holder = $1 OR lease.until <= $2"#,
        holder,
        now,
        until,
    )
    .execute(pool)
    .await?;
    Ok(taken.rows_affected() > 0)
}

/// Events that wait since one statement.
pub(super) struct Unpublished {
    pub(super) id: i64,
    pub(super) event_ids: Vec<Uuid>,
}

/// What waits, in the order in which it goes out, until it is about this many events.
pub(super) async fn list_unpublished(pool: &PgPool, events: usize) -> Result<Vec<Unpublished>> {
    let events = i64::try_from(events).unwrap_or(i64::MAX);
    let waiting = sqlx::query_as!(
        Unpublished,
        r#"SELECT id AS "id!", event_ids AS "event_ids!"
           FROM (SELECT id, event_ids, sum(cardinality(event_ids)) OVER (ORDER BY id) - cardinality(event_ids) AS before
                 FROM outbox_unpublished ORDER BY id LIMIT $1) AS waiting
           WHERE before < $1 ORDER BY id"#,
        events,
    )
    .fetch_all(pool)
    .await?;
    Ok(waiting)
}

/// These events, those of one person in a list, in their order.
pub(super) async fn list_events(pool: &PgPool, ids: &[Uuid]) -> Result<Vec<Vec<Event>>> {
    let mut rows = sqlx::query_as!(
        EventRow,
        "SELECT id, tenant_id, user_id, sequence, type AS kind, data, correlation_id, occurred_at
         FROM outbox_events WHERE id = ANY($1)",
        ids,
    )
    .fetch_all(pool)
    .await?;
    rows.sort_by_key(|row| (row.tenant_id, row.user_id, row.sequence));
    let mut people: Vec<Vec<Event>> = Vec::new();
    let mut last = None;
    for row in rows {
        let person = Some((row.tenant_id, row.user_id));
        if last != person {
            people.push(Vec::new());
            last = person;
        }
        if let Some(events) = people.last_mut() {
            events.push(row.into());
        }
    }
    Ok(people)
}

struct EventRow {
    id: Uuid,
    tenant_id: Uuid,
    user_id: Uuid,
    sequence: i64,
    kind: String,
    data: serde_json::Value,
    correlation_id: String,
    occurred_at: DateTime<Utc>,
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        Self {
            id: EventId(row.id),
            kind: row.kind,
            source: SOURCE.into(),
            data: row.data,
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

/// Notes that rows are published: `done` wholly, of others these events are `left`, each with the id of its row. Gives
/// the lease back.
pub(super) async fn delete_unpublished(
    pool: &PgPool,
    holder: Uuid,
    done: &[i64],
    left: &[(i64, Uuid)],
) -> Result<()> {
    let (rows, events): (Vec<_>, Vec<_>) = left.iter().copied().unzip();
    sqlx::query!(
        "WITH done AS (
             DELETE FROM outbox_unpublished WHERE id = ANY($1)
         ), rest AS (
             UPDATE outbox_unpublished AS waiting SET event_ids = rest.event_ids
             FROM (SELECT id, array_agg(event_id) AS event_ids
                   FROM unnest($2::bigint[], $3::uuid[]) AS rest (id, event_id) GROUP BY id) AS rest
             WHERE waiting.id = rest.id
         )
         UPDATE outbox_lease SET until = '-infinity'
         WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off' AND holder = $4",
        done,
        &rows,
        &events,
        holder,
    )
    .execute(pool)
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
               SELECT unnest(event_ids) AS id FROM outbox_unpublished WHERE occurred_at < $2
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
