//! The SQL of the audit log.

mod chain;
mod list;

pub(super) use chain::{
    Link, Logged, find_chain, insert_seals, list_links, list_logged, list_tenants, list_waiting,
    list_waiting_tenants, lock_chain, take_waiting, update_chain,
};
pub(super) use list::{Window, count_entries, list_entries, name_people};

use super::{Deed, actor_of};
use crate::error::{Error, Result};
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// One moment for all questions. Plans are made for the filters at hand: which of them is given decides which
/// index serves.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL max_parallel_workers_per_gather = 0";

pub(super) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}

pub(super) async fn insert_entries(conn: &mut PgConnection, deeds: &[Deed<'_>]) -> Result<()> {
    let ids: Vec<_> = deeds.iter().map(|deed| deed.ctx.new_id()).collect();
    let tenants: Vec<_> = deeds.iter().map(|deed| deed.tenant.0).collect();
    let times: Vec<_> = deeds.iter().map(|deed| deed.ctx.now).collect();
    let actors = deeds.iter().map(|deed| actor_of(deed.ctx));
    let (actor_kinds, actors): (Vec<_>, Vec<_>) =
        actors.map(|(kind, id)| (kind.as_str(), id)).unzip();
    let actions: Vec<_> = deeds.iter().map(|deed| deed.action).collect();
    let kinds: Vec<_> = deeds.iter().map(|deed| deed.target.kind).collect();
    let targets: Vec<_> = deeds.iter().map(|deed| deed.target.id).collect();
    let changes = deeds.iter().map(|deed| serde_json::to_value(&deed.changes));
    let changes: Vec<Value> = changes.collect::<Result<_, _>>().map_err(Error::internal)?;
    let calls: Vec<_> = deeds.iter().map(|deed| &*deed.ctx.request_id).collect();
    sqlx::query!(
        r#"INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
                                $8::uuid[], $9::jsonb[], $10::text[])"#,
        &ids,
        &tenants,
        &times,
        &actor_kinds as _,
        &actors as _,
        &actions as _,
        &kinds as _,
        &targets,
        &changes,
        &calls as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
