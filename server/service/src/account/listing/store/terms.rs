//! Terms that are counted as they change: how they come and go. Whoever adds or drops one holds up every change in
//! the tenant, so that is done in a moment; the counting itself holds up nobody.

use super::super::filter::Filter;
use crate::error::Result;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

/// How long a term waits for changes that are under way.
const PATIENCE: &str = "SET LOCAL lock_timeout = '100ms'";
/// After so long whoever began to count a term is taken to have ended otherwise.
const ABANDONED: TimeDelta = TimeDelta::minutes(1);
/// One view of the database: as it is at the first statement.
const MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// How many have a term, by what else they are.
struct Hits {
    month: NaiveDate,
    role: String,
    status: String,
    users: i64,
}

/// Takes the tenant's terms for oneself: no change is under way, and none begins, until the transaction ends.
/// Says `false` where that takes too long.
async fn lock_terms(conn: &mut PgConnection, tenant: Uuid) -> Result<bool> {
    sqlx::raw_sql(PATIENCE).execute(&mut *conn).await?;
    let locked = sqlx::query!(
        r#"SELECT pg_advisory_xact_lock(counted_terms_lock($1)) AS "locked: ()""#,
        tenant,
    )
    .fetch_one(conn)
    .await;
    match locked {
        Ok(_) => Ok(true),
        // lock_not_available
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("55P03") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A term that is entered: every change of it counts from then on. Who had it before is still to be counted, and
/// until then nobody goes by it.
pub(in super::super) struct Entered<'a> {
    filter: &'a Filter,
    since: DateTime<Utc>,
    /// Shows what was there when it was entered.
    moment: Transaction<'static, Postgres>,
}

/// Enters a term, unless others are in the way, it is entered already, or there are as many as there may be.
pub(in super::super) async fn enter_term<'a>(
    pool: &PgPool,
    filter: &'a Filter,
    since: DateTime<Utc>,
    max: i64,
) -> Result<Option<Entered<'a>>> {
    // Both connections before anybody is held up.
    let (mut moment, mut tx) = (pool.begin_with(MOMENT).await?, pool.begin().await?);
    if !lock_terms(&mut tx, filter.tenant.0).await?
        || !insert_term(&mut tx, filter, since, max).await?
    {
        return Ok(None);
    }
    // Its first statement: this is the moment.
    sqlx::query!(r#"SELECT now() AS "now!""#)
        .fetch_one(&mut *moment)
        .await?;
    tx.commit().await?;
    Ok(Some(Entered {
        filter,
        since,
        moment,
    }))
}

impl Entered<'_> {
    /// Counts who had the term.
    pub(in super::super) async fn count(mut self, pool: &PgPool) -> Result<()> {
        let hits = count_hits(&mut self.moment, self.filter).await?;
        self.moment.commit().await?;
        let mut tx = pool.begin().await?;
        complete_term(&mut tx, self.filter, self.since, &hits).await?;
        Ok(tx.commit().await?)
    }
}

/// Inserts a term, again where whoever did before has not come back. Says `false` where it is not to be counted now.
async fn insert_term(
    conn: &mut PgConnection,
    filter: &Filter,
    now: DateTime<Utc>,
    max: i64,
) -> Result<bool> {
    sqlx::query!(
        r#"WITH abandoned AS (
               DELETE FROM counted_terms WHERE tenant_id = $1 AND term = $2 AND NOT is_complete AND since < $3 RETURNING term
           )
           DELETE FROM user_counts WHERE tenant_id = $1 AND counted = (SELECT '=' || term FROM abandoned)"#,
        filter.tenant.0,
        filter.term,
        now - ABANDONED,
    )
    .execute(&mut *conn)
    .await?;
    let inserted = sqlx::query!(
        r#"INSERT INTO counted_terms (tenant_id, term, since, is_complete)
           SELECT $1, $2, $3, false WHERE (SELECT count(*) FROM counted_terms WHERE tenant_id = $1) < $4
           ON CONFLICT DO NOTHING"#,
        filter.tenant.0,
        filter.term,
        now,
        max,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

async fn count_hits(conn: &mut PgConnection, filter: &Filter) -> Result<Vec<Hits>> {
    let hits = sqlx::query_as!(
        Hits,
        r#"SELECT first_of_month(created_at) AS "month!", role, status, count(*) AS "users!" FROM user_search
           WHERE tenant_id = $1 AND strpos(text, $2) > 0 GROUP BY 1, 2, 3"#,
        filter.tenant.0,
        filter.term,
    )
    .fetch_all(conn)
    .await?;
    Ok(hits)
}

/// Adds who had the term when it was entered, if it is still the same entry.
async fn complete_term(
    conn: &mut PgConnection,
    filter: &Filter,
    since: DateTime<Utc>,
    hits: &[Hits],
) -> Result<()> {
    let months: Vec<_> = hits.iter().map(|hits| hits.month).collect();
    let roles: Vec<_> = hits.iter().map(|hits| hits.role.clone()).collect();
    let statuses: Vec<_> = hits.iter().map(|hits| hits.status.clone()).collect();
    let users: Vec<_> = hits.iter().map(|hits| hits.users).collect();
    // Nobody drops it meanwhile. A statement of its own: the next one sees what was before.
    sqlx::query!(
        r#"SELECT pg_advisory_xact_lock_shared(counted_terms_lock($1)) AS "locked: ()""#,
        filter.tenant.0,
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        r#"WITH completed AS (
               UPDATE counted_terms SET is_complete = true
               WHERE tenant_id = $1 AND term = $2 AND since = $3 AND NOT is_complete RETURNING term
           )
           INSERT INTO user_counts (tenant_id, counted, month, role, status, users)
           SELECT $1, '=' || completed.term, hits.month, hits.role, hits.status, hits.users
           FROM completed, unnest($4::date[], $5::text[], $6::text[], $7::bigint[]) AS hits (month, role, status, users)"#,
        filter.tenant.0,
        filter.term,
        since,
        &months,
        &roles,
        &statuses,
        &users,
    )
    .execute(conn)
    .await?;
    Ok(())
}
/// Drops terms that were counted since before then, one tenant at a time, at most so many tenants. Gives how many
/// terms went.
pub(crate) async fn delete_old_terms(
    pool: &PgPool,
    before: DateTime<Utc>,
    tenants: i64,
) -> Result<u64> {
    let old = sqlx::query_scalar!(
        r#"SELECT DISTINCT tenant_id AS "tenant!" FROM counted_terms WHERE since < $1 LIMIT $2"#,
        before,
        tenants,
    )
    .fetch_all(pool)
    .await?;
    let mut gone = 0;
    for tenant in old {
        let mut tx = pool.begin().await?;
        if !lock_terms(&mut tx, tenant).await? {
            continue;
        }
        let dropped = sqlx::query_scalar!(
            r#"WITH old AS (DELETE FROM counted_terms WHERE tenant_id = $1 AND since < $2 RETURNING term),
                    counts AS (
                        DELETE FROM user_counts
                        WHERE tenant_id = $1 AND counted = ANY (SELECT '=' || term FROM old)
                    )
               SELECT count(*) AS "terms!" FROM old"#,
            tenant,
            before,
        )
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        gone += u64::try_from(dropped).unwrap_or_default();
    }
    Ok(gone)
}
