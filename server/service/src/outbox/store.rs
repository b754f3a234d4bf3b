//! The SQL of the outbox.

use crate::{
    Ctx,
    error::{Error, Result},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    EventId, TenantId, UserId,
    event::{Event, EventMetadata, SOURCE, UserEvent, VERSION},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// The channel on which a committed event wakes the relays.
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
           ), event AS (
               INSERT INTO outbox_events (id, tenant_id, user_id, sequence, type, data, correlation_id, occurred_at)
               SELECT $1, $2, $3, event_sequence, $4, $5, $6, $7 FROM next
               RETURNING 1
           )
           SELECT pg_notify('outbox_events', '') FROM event"#,
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

/// Claims the waiting events of up to `people` people, up to `each` events a person; gives them
/// in order, one list a person.
///
/// Only the first waiting event of a person can be claimed, and all that follow go with it: so
/// while one relay has a person's events, no other relay has later ones of theirs. The first is the one before which
/// none waits: they are numbered without gaps, and go out in that order.
///
/// Nobody waits for the disk (`synchronous_commit`): a claim that a crash of Postgres takes back is one whose lease
/// has ended early. A relay that lives through it may then mark events before which others wait again: those go out
/// once more, beside later ones.
///
/// Each event that waits is looked at once at most, oldest first, until there are enough. The planner may have counted
/// them when there were none, and then takes everything that waits for the shortest way to one of them: so the way to
/// the event before is a subquery of its own, which is not joined, and what follows is not asked for by its being
/// unpublished in words that an index knows.
pub(super) async fn claim_events(
    pool: &PgPool,
    now: DateTime<Utc>,
    lease: TimeDelta,
    people: i64,
    each: i64,
) -> Result<Vec<Vec<Event>>> {
    let mut rows = sqlx::query_as!(
        ClaimedRow,
        r#"WITH head AS (
               SELECT tenant_id, user_id, sequence FROM outbox_events AS o
               WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
                 AND published_at IS NULL AND (claimed_until IS NULL OR claimed_until <= $1)
                 AND (SELECT before.published_at IS NOT NULL FROM outbox_events AS before
                      WHERE before.tenant_id = o.tenant_id AND before.user_id = o.user_id
                        AND before.sequence = o.sequence - 1) IS NOT FALSE
               ORDER BY occurred_at, id LIMIT $3
               FOR UPDATE SKIP LOCKED
           )
           UPDATE outbox_events AS o SET claimed_until = $2
           FROM head
           WHERE o.tenant_id = head.tenant_id AND o.user_id = head.user_id
             AND o.sequence >= head.sequence AND o.sequence < head.sequence + $4
             AND coalesce(o.published_at, 'infinity') = 'infinity'
           RETURNING o.id, o.tenant_id, o.user_id, o.sequence, o.type AS kind, o.data, o.correlation_id, o.occurred_at"#,
        now,
        now + lease,
        people,
        each,
    )
    .fetch_all(pool)
    .await?;
    rows.sort_by_key(|row| (row.tenant_id, row.user_id, row.sequence));
    let people = rows.chunk_by(|a, b| (a.tenant_id, a.user_id) == (b.tenant_id, b.user_id));
    let event = |row: &ClaimedRow| -> Event {
        Event {
            id: EventId(row.id),
            kind: row.kind.clone(),
            source: SOURCE.into(),
            data: row.data.clone(),
            timestamp: row.occurred_at,
            correlation_id: Some(row.correlation_id.clone()),
            metadata: EventMetadata {
                tenant_id: Some(TenantId(row.tenant_id)),
                sequence: Some(row.sequence),
                version: Some(VERSION),
            },
        }
    };
    Ok(people
        .map(|rows| rows.iter().map(event).collect())
        .collect())
}

struct ClaimedRow {
    id: Uuid,
    tenant_id: Uuid,
    user_id: Uuid,
    sequence: i64,
    kind: String,
    data: serde_json::Value,
    correlation_id: String,
    occurred_at: DateTime<Utc>,
}

/// Marks what the broker has confirmed. Nobody waits for the disk: what a crash of Postgres forgets of it goes out
/// again, as what a relay could not mark does.
pub(super) async fn update_published(
    pool: &PgPool,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE outbox_events SET published_at = $2
         WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off' AND id = ANY($1)",
        ids,
        now
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Gives claimed events back, so that the next try need not wait for the lease to end.
pub(super) async fn update_released(pool: &PgPool, ids: &[Uuid]) -> Result<()> {
    sqlx::query!(
        "UPDATE outbox_events SET claimed_until = NULL WHERE id = ANY($1) AND published_at IS NULL",
        ids
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
        r#"SELECT count(*) AS "depth!", min(occurred_at) AS oldest FROM outbox_events WHERE published_at IS NULL"#
    )
    .fetch_one(pool)
    .await?;
    Ok((row.depth, row.oldest))
}

/// Drops what was published before `until`, at most `limit` rows. Gives how many it dropped.
pub(crate) async fn delete_published(
    pool: &PgPool,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<u64> {
    let deleted = sqlx::query!(
        r#"DELETE FROM outbox_events WHERE id IN (
               SELECT id FROM outbox_events WHERE published_at < $1 ORDER BY published_at LIMIT $2
               FOR UPDATE SKIP LOCKED)"#,
        until,
        limit,
    )
    .execute(pool)
    .await?;
    Ok(deleted.rows_affected())
}
