//! The SQL of numbers.

use crate::{
    ctx::Person,
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use contract::{
    TenantId,
    account::{AccountStatus, Role},
    enrollment::EnrollmentStatus,
    insight::{DailyKind, DateRange},
};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// All numbers of one moment.
pub(super) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?)
}

/// How many there are now of what.
pub(super) struct Standing {
    /// As what they are counted, role, status, users.
    users: Vec<(String, String, String, i64)>,
    /// Status, enrollments.
    enrollments: Vec<(String, i64)>,
}

impl Standing {
    /// Users who are counted so.
    pub(super) fn sum(&self, counted: &str) -> i64 {
        let known = self.users.iter().filter(|(as_what, ..)| as_what == counted);
        known.map(|(.., users)| users).sum()
    }

    pub(super) fn of_role(&self, role: Role) -> i64 {
        let fits = |(as_what, of, ..): &&(String, String, String, i64)| {
            as_what.is_empty() && of == role.as_str()
        };
        self.users
            .iter()
            .filter(fits)
            .map(|(.., users)| users)
            .sum()
    }

    pub(super) fn of_status(&self, status: AccountStatus) -> i64 {
        let fits = |(as_what, _, of, _): &&(String, String, String, i64)| {
            as_what.is_empty() && of == status.as_str()
        };
        self.users
            .iter()
            .filter(fits)
            .map(|(.., users)| users)
            .sum()
    }

    pub(super) fn of_enrollments(&self, status: EnrollmentStatus) -> i64 {
        let fits = self
            .enrollments
            .iter()
            .filter(|(of, _)| of == status.as_str());
        fits.map(|(_, enrollments)| enrollments).sum()
    }
}

pub(super) async fn find_standing(conn: &mut PgConnection, tenant: TenantId) -> Result<Standing> {
    let users = sqlx::query!(
        r#"SELECT counted AS "counted!", role AS "role!", status AS "status!", sum(users)::bigint AS "users!" FROM user_counts
           WHERE tenant_id = $1 AND counted IN ('', '@completed') GROUP BY counted, role, status"#,
        tenant.0,
    )
    .fetch_all(&mut *conn)
    .await?;
    let enrollments = sqlx::query!(
        r#"SELECT substr(kind, 2) AS "status!", sum(count)::bigint AS "count!" FROM daily_counts
           WHERE tenant_id = $1 AND kind >= '@' AND kind < 'A' AND day IS NULL GROUP BY kind"#,
        tenant.0,
    )
    .fetch_all(conn)
    .await?;
    let users = users
        .into_iter()
        .map(|row| (row.counted, row.role, row.status, row.users));
    Ok(Standing {
        users: users.collect(),
        enrollments: enrollments
            .into_iter()
            .map(|row| (row.status, row.count))
            .collect(),
    })
}

/// What the days of a range came to.
pub(super) async fn list_daily(
    conn: &mut PgConnection,
    tenant: TenantId,
    range: DateRange,
) -> Result<Vec<(DailyKind, NaiveDate, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT kind AS "kind!", day AS "day!", sum(count)::bigint AS "count!" FROM daily_counts
           WHERE tenant_id = $1 AND kind IN ('registered', 'active', 'enrolled', 'completed') AND day BETWEEN $2 AND $3
           GROUP BY kind, day"#,
        tenant.0,
        range.from,
        range.to,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                row.kind.parse().map_err(Error::internal)?,
                row.day,
                row.count,
            ))
        })
        .collect()
}

/// Notes that somebody signed in on a day; again changes nothing.
pub(crate) async fn insert_active_day(
    conn: &mut PgConnection,
    person: &Person,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO active_days (tenant_id, user_id, day) VALUES ($1, $2, utc_day($3)) ON CONFLICT DO NOTHING"#,
        person.tenant_id.0,
        person.id.0,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets who signed in before that day, at most so many rows. Gives how many went.
pub(crate) async fn delete_old(pool: &PgPool, before: NaiveDate, most: i64) -> Result<u64> {
    let gone = sqlx::query!(
        r#"DELETE FROM active_days WHERE ctid = ANY (ARRAY(SELECT ctid FROM active_days WHERE day < $1 LIMIT $2))"#,
        before,
        most,
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected())
}

/// Adds up days that have more than `rows` rows, at most `keys` of them. Gives how many rows went. Of two at once
/// each adds up what it has taken away.
pub(crate) async fn add_up_counts(pool: &PgPool, rows: i64, keys: i64) -> Result<u64> {
    let gone = sqlx::query_scalar!(
        r#"WITH crowded AS (
               SELECT tenant_id, kind, day FROM daily_counts
               GROUP BY tenant_id, kind, day HAVING count(*) > $1 LIMIT $2
           ), gone AS (
               DELETE FROM daily_counts AS c USING crowded
               WHERE (c.tenant_id, c.kind) = (crowded.tenant_id, crowded.kind) AND c.day IS NOT DISTINCT FROM crowded.day
               RETURNING c.*
           ), summed AS (
               INSERT INTO daily_counts
               SELECT tenant_id, kind, day, sum(count) FROM gone GROUP BY tenant_id, kind, day HAVING sum(count) <> 0
           )
           SELECT count(*) AS "gone!" FROM gone"#,
        rows,
        keys,
    )
    .fetch_one(pool)
    .await?;
    Ok(u64::try_from(gone).unwrap_or_default())
}
