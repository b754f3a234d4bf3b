//! The SQL of first answers.

use super::Ticket;
use crate::error::Result;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

/// Takes the key, where nobody has it, or where who had it is lost or long done. Of two at once,
/// one takes it.
pub(super) async fn claim(
    conn: &mut PgConnection,
    ticket: &Ticket,
    body_hash: &[u8],
    now: DateTime<Utc>,
    locked_until: DateTime<Utc>,
    kept_since: DateTime<Utc>,
) -> Result<bool> {
    let claimed = sqlx::query!(
        r#"INSERT INTO idempotency_keys AS known (tenant_id, caller, path, key, body_hash, locked_until, created_at)
           VALUES ($1, $2, $3, $4, $5, $7, $6)
           ON CONFLICT (tenant_id, caller, path, key) DO UPDATE
           SET body_hash = EXCLUDED.body_hash, answer = NULL, locked_until = EXCLUDED.locked_until, created_at = EXCLUDED.created_at
           WHERE known.created_at <= $8 OR (known.answer IS NULL AND known.locked_until <= $6)"#,
        ticket.tenant.0,
        ticket.caller,
        ticket.path,
        ticket.key,
        body_hash,
        now,
        locked_until,
        kept_since,
    )
    .execute(conn)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

pub(super) async fn find(
    conn: &mut PgConnection,
    ticket: &Ticket,
) -> Result<Option<(Vec<u8>, Option<Value>)>> {
    let row = sqlx::query!(
        r#"SELECT body_hash, answer FROM idempotency_keys
           WHERE tenant_id = $1 AND caller = $2 AND path = $3 AND key = $4"#,
        ticket.tenant.0,
        ticket.caller,
        ticket.path,
        ticket.key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.body_hash, row.answer)))
}

pub(super) async fn update_answer(pool: &PgPool, ticket: &Ticket, answer: Value) -> Result<()> {
    sqlx::query!(
        r#"UPDATE idempotency_keys SET answer = $5 WHERE tenant_id = $1 AND caller = $2 AND path = $3 AND key = $4"#,
        ticket.tenant.0,
        ticket.caller,
        ticket.path,
        ticket.key,
        answer,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn delete(pool: &PgPool, ticket: &Ticket) -> Result<()> {
    sqlx::query!(
        r#"DELETE FROM idempotency_keys
           WHERE tenant_id = $1 AND caller = $2 AND path = $3 AND key = $4 AND answer IS NULL"#,
        ticket.tenant.0,
        ticket.caller,
        ticket.path,
        ticket.key,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Drops answers from before `until`, at most `limit` rows. Gives how many it dropped.
pub(crate) async fn delete_old(pool: &PgPool, until: DateTime<Utc>, limit: i64) -> Result<u64> {
    let deleted = sqlx::query!(
        r#"DELETE FROM idempotency_keys WHERE (tenant_id, caller, path, key) IN (
               SELECT tenant_id, caller, path, key FROM idempotency_keys WHERE created_at < $1
               ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)"#,
        until,
        limit,
    )
    .execute(pool)
    .await?;
    Ok(deleted.rows_affected())
}
