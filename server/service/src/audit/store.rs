//! The SQL of the audit log.

mod chain;
mod list;

pub(super) use chain::{
    Link, Logged, Taken, find_chain, insert_seals, insert_unsealed, list_links, list_logged,
    list_tenants, list_unsealed, list_unsealed_tenants, lock_chain, take_unsealed, update_chain,
};
pub(super) use list::{Window, count_entries, list_entries, name_people};

use crate::error::Result;
use sqlx::{PgPool, Postgres, Transaction};

/// One moment for all questions. Plans are made for the filters at hand: which of them is given decides which
/// index serves.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL max_parallel_workers_per_gather = 0";

pub(super) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}
