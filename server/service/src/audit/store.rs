//! The SQL of the audit log.

use super::Change;
use crate::{Ctx, error::Result};
use contract::{TenantId, UserId};
use sqlx::{PgConnection, types::Json};

pub(super) async fn insert_entry(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    (actor_kind, actor_id): (&str, Option<String>),
    action: &str,
    target: UserId,
    changes: &[Change],
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
           VALUES ($1, $2, $3, $4, $5, $6, 'user', $7, $8, $9)"#,
        ctx.new_id(),
        tenant.0,
        ctx.now,
        actor_kind,
        actor_id,
        action,
        target.0,
        Json(changes) as _,
        ctx.request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}
