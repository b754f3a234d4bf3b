//! The SQL of the inbox.

use crate::error::Result;
use chrono::{DateTime, Utc};
use contract::{EventId, TenantId};
use sqlx::{PgConnection, PgPool};

/// Whether the event was applied before.
pub(super) async fn is_processed(pool: &PgPool, tenant: TenantId, event: EventId) -> Result<bool> {
    let found = sqlx::query!(
        r#"SELECT 1 AS "one!" FROM processed_events WHERE tenant_id = $1 AND event_id = $2"#,
        tenant.0,
        event.0,
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.is_some())
}

/// Says `false` where the event was applied before. Two deliveries at once: one waits for the
/// other's transaction, then sees that it was applied.
pub(super) async fn insert_processed(
    conn: &mut PgConnection,
    tenant: TenantId,
    event: EventId,
    kind: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let inserted = sqlx::query!(
        r#"INSERT INTO processed_events (tenant_id, event_id, type, processed_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (tenant_id, event_id) DO NOTHING"#,
        tenant.0,
        event.0,
        kind,
        now,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Drops what was applied before `until`, at most `limit` rows. Gives how many it dropped.
pub(crate) async fn delete_processed(
    pool: &PgPool,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<u64> {
    let deleted = sqlx::query!(
        r#"DELETE FROM processed_events WHERE (tenant_id, event_id) IN (
               SELECT tenant_id, event_id FROM processed_events WHERE processed_at < $1
               ORDER BY processed_at LIMIT $2 FOR UPDATE SKIP LOCKED)"#,
        until,
        limit,
    )
    .execute(pool)
    .await?;
    Ok(deleted.rows_affected())
}
