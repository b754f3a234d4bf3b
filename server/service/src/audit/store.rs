//! The SQL of the audit log.

mod chain;
mod list;

pub(super) use chain::{
    Link, Logged, find_chain, insert_seals, list_links, list_logged, list_tenants, list_waiting,
    list_waiting_tenants, lock_chain, take_waiting, update_chain,
};
pub(super) use list::{Window, count_entries, list_entries, name_people};

use super::{NewEntry, actor_of};
use crate::{
    Ctx,
    error::{Error, Result},
};
use contract::TenantId;
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction, types::Json};

/// One moment for all questions. Plans are made for the filters at hand: which of them is given decides which
/// index serves.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL max_parallel_workers_per_gather = 0";

pub(super) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}

pub(super) async fn insert_entry(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    action: &str,
    entry: &NewEntry,
) -> Result<()> {
    let (actor_kind, actor_id) = actor_of(ctx);
    sqlx::query!(
        r#"INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
        entry.id,
        tenant.0,
        ctx.now,
        actor_kind.as_str(),
        actor_id,
        action,
        entry.target.kind,
        entry.target.id,
        Json(&entry.changes) as _,
        ctx.request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The same of many at once.
pub(super) async fn insert_entries(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    action: &str,
    entries: &[NewEntry],
) -> Result<()> {
    let (actor_kind, actor_id) = actor_of(ctx);
    let ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    let kinds: Vec<_> = entries.iter().map(|e| e.target.kind.to_owned()).collect();
    let targets: Vec<_> = entries.iter().map(|entry| entry.target.id).collect();
    let changes: Vec<Value> = entries
        .iter()
        .map(|entry| serde_json::to_value(&entry.changes))
        .collect::<Result<_, _>>()
        .map_err(Error::internal)?;
    sqlx::query!(
        r#"INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
           SELECT id, $1, $2, $3, $4, $5, kind, target, changes, $6
           FROM unnest($7::uuid[], $8::text[], $9::uuid[], $10::jsonb[]) AS entry (id, kind, target, changes)"#,
        tenant.0,
        ctx.now,
        actor_kind.as_str(),
        actor_id,
        action,
        ctx.request_id,
        &ids,
        &kinds,
        &targets,
        &changes,
    )
    .execute(conn)
    .await?;
    Ok(())
}
