//! The SQL of the list. Admins see everybody in their tenant, so nothing here asks `visible_people()`.

mod along;
mod counts;
mod found;
mod terms;

pub(super) use along::list_along;
pub(crate) use counts::add_up_counts;
pub(super) use counts::{find_counts, find_filter};
pub(super) use found::{Window, list_by_text, list_through};
pub(crate) use terms::delete_old_terms;
pub(super) use terms::enter_term;

use super::filter::Filter;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::{
    AuthId, UserId,
    account::{AccountStatus, Role, listing::UserRow},
};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

/// One view of the list for entries and totals. Which way is the shortest is decided by what is counted, not by
/// what a planner thinks: an index is read in its order, by a plan that is made once.
pub(super) const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL max_parallel_workers_per_gather = 0; \
    SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off";

/// From here on many are looked at, by a plan for the very term.
pub(super) const LOOK_AT_MANY: &str = "SET LOCAL plan_cache_mode = force_custom_plan; \
    SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on; SET LOCAL work_mem = '16MB'";

pub(in crate::account) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}

pub(super) async fn look_at_many(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(LOOK_AT_MANY).execute(conn).await?;
    Ok(())
}

/// Who of these is found by a filter.
pub(in crate::account) async fn list_matching(
    conn: &mut PgConnection,
    filter: &Filter,
    ids: &[Uuid],
) -> Result<Vec<Uuid>> {
    let found = sqlx::query_scalar!(
        r#"SELECT user_id AS "id!" FROM user_search
           WHERE tenant_id = $1 AND user_id = ANY ($2) AND ($3::text IS NULL OR role = $3) AND ($4::text IS NULL OR status = $4)
             AND ($5::uuid IS NULL OR user_id = $5) AND ($5 IS NOT NULL OR $6::text IS NULL OR text LIKE $6)"#,
        filter.tenant.0,
        ids,
        filter.role.map(Role::as_str),
        filter.status.map(AccountStatus::as_str),
        filter.named,
        filter.pattern(),
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// Those of these who are found, in this order, as an export shows them.
pub(super) async fn list_rows(
    conn: &mut PgConnection,
    filter: &Filter,
    ids: &[Uuid],
) -> Result<Vec<UserRow>> {
    struct Row {
        id: Uuid,
        auth_id: Uuid,
        email: String,
        username: Option<String>,
        first_name: String,
        last_name: String,
        display_name: Option<String>,
        role: String,
        status: String,
        email_verified: bool,
        created_at: DateTime<Utc>,
        last_active_at: Option<DateTime<Utc>>,
    }
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT u.id, u.auth_id, u.email, u.username, p.first_name, p.last_name, p.display_name, u.role, u.status,
                  u.email_verified, u.created_at, u.last_active_at
           FROM unnest($2::uuid[]) WITH ORDINALITY AS one (id, ordinal)
           JOIN user_search AS s ON s.user_id = one.id
           JOIN users AS u ON u.id = one.id JOIN user_profiles AS p ON p.user_id = one.id
           WHERE s.tenant_id = $1 AND ($3::text IS NULL OR s.role = $3) AND ($4::text IS NULL OR s.status = $4)
             AND ($5::uuid IS NULL OR s.user_id = $5) AND ($5 IS NOT NULL OR $6::text IS NULL OR s.text LIKE $6)
           ORDER BY one.ordinal"#,
        filter.tenant.0,
        ids,
        filter.role.map(Role::as_str),
        filter.status.map(AccountStatus::as_str),
        filter.named,
        filter.pattern(),
    )
    .fetch_all(conn)
    .await?;
    let row = |row: Row| {
        Ok(UserRow {
            id: UserId(row.id),
            auth_id: AuthId(row.auth_id),
            email: row.email,
            username: row.username,
            first_name: row.first_name,
            last_name: row.last_name,
            display_name: row.display_name,
            role: row.role.parse().map_err(Error::internal)?,
            status: row.status.parse().map_err(Error::internal)?,
            email_verified: row.email_verified,
            created_at: row.created_at,
            last_active_at: row.last_active_at,
        })
    };
    rows.into_iter().map(row).collect()
}
