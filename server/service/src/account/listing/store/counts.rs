//! What is counted as it changes: totals by role, status and month.

use super::super::filter::{Filter, Known};
use crate::error::Result;
use contract::{
    TenantId,
    account::{
        AccountStatus, Role,
        listing::{RoleCounts, StatusCounts, UserCounts, UserQuery, VerificationCounts},
    },
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A query as the database knows it, and how many it finds where that is counted. Whoever looks for an id or an
/// e-mail address of somebody finds them alone.
pub(in super::super) async fn find_filter(
    conn: &mut PgConnection,
    tenant: TenantId,
    query: &UserQuery,
) -> Result<Filter> {
    let search = query.search.as_deref().unwrap_or_default();
    let id = Some(search)
        .filter(|text| text.len() == 36)
        .and_then(|text| Uuid::parse_str(text).ok());
    let email = search.contains('@').then(|| search.to_lowercase());
    let rows = sqlx::query!(
        r#"WITH sought AS MATERIALIZED (SELECT searchable($2) AS term)
           SELECT sought.term AS "term!", t.term IS NOT NULL AS "is_counted!",
                  coalesce((SELECT u.id FROM users AS u WHERE u.tenant_id = $1 AND u.id = $3 AND u.status <> 'deleted'),
                           (SELECT u.id FROM users AS u WHERE u.tenant_id = $1 AND u.auth_id = $3 AND u.status <> 'deleted'),
                           (SELECT u.id FROM users AS u WHERE u.tenant_id = $1 AND u.email = $4 AND u.status <> 'deleted')) AS named,
                  c.month AS "month?", c.users AS "users?", c.fitting AS "fitting?", c.hits AS "hits?", c.found AS "found?"
           FROM sought LEFT JOIN counted_terms AS t ON t.tenant_id = $1 AND t.term = sought.term AND t.is_complete
           LEFT JOIN LATERAL (
               SELECT month, coalesce(sum(users) FILTER (WHERE counted = ''), 0)::bigint AS users,
                      coalesce(sum(users) FILTER (WHERE counted = '' AND fits), 0)::bigint AS fitting,
                      coalesce(sum(users) FILTER (WHERE counted <> ''), 0)::bigint AS hits,
                      coalesce(sum(users) FILTER (WHERE counted <> '' AND fits), 0)::bigint AS found
               FROM user_counts, LATERAL (SELECT ($5::text IS NULL OR role = $5) AND ($6::text IS NULL OR status = $6) AS fits) AS f
               WHERE tenant_id = $1 AND counted IN ('', '=' || sought.term) GROUP BY month
           ) AS c ON true
           ORDER BY c.month"#,
        tenant.0,
        search,
        id,
        email,
        query.role.map(Role::as_str),
        query.status.map(AccountStatus::as_str),
    )
    .fetch_all(conn)
    .await?;
    let first = rows.first();
    let term = first.map(|row| row.term.clone()).unwrap_or_default();
    let is_counted = first.is_some_and(|row| row.is_counted);
    let has_months = is_counted || term.is_empty();
    let mut known = Known {
        hits: is_counted.then_some(0),
        months: has_months.then(Vec::new),
        ..Known::default()
    };
    for row in &rows {
        known.users += row.users.unwrap_or_default();
        known.fitting += row.fitting.unwrap_or_default();
        if let Some(hits) = &mut known.hits {
            *hits += row.hits.unwrap_or_default();
        }
        let found = if is_counted { row.found } else { row.fitting };
        if let (Some(months), Some(month), Some(found)) = (&mut known.months, row.month, found) {
            months.push((month, found));
        }
    }
    Ok(Filter {
        tenant,
        named: first.and_then(|row| row.named),
        term,
        role: query.role,
        status: query.status,
        sort: query.sort_by,
        order: query.order,
        known,
    })
}

/// How many users a tenant has.
pub(in super::super) async fn find_counts(
    conn: &mut PgConnection,
    tenant: TenantId,
) -> Result<UserCounts> {
    let rows = sqlx::query!(
        r#"SELECT counted AS "counted!", role AS "role!", status AS "status!", sum(users)::bigint AS "users!" FROM user_counts
           WHERE tenant_id = $1 AND counted IN ('', '@verified', '@completed') GROUP BY counted, role, status"#,
        tenant.0,
    )
    .fetch_all(conn)
    .await?;
    let sum = |fits: &dyn Fn(&str, &str, &str) -> bool| {
        let fitting = rows
            .iter()
            .filter(|row| fits(&row.counted, &row.role, &row.status));
        fitting.map(|row| row.users).sum()
    };
    let of_role = |role: Role| sum(&|counted, of, _| counted.is_empty() && of == role.as_str());
    let of_status =
        |status: AccountStatus| sum(&|counted, _, of| counted.is_empty() && of == status.as_str());
    Ok(UserCounts {
        total: sum(&|counted, _, _| counted.is_empty()),
        by_status: StatusCounts {
            active: of_status(AccountStatus::Active),
            inactive: of_status(AccountStatus::Inactive),
            pending_instructor_review: of_status(AccountStatus::PendingInstructorReview),
            suspended: of_status(AccountStatus::Suspended),
        },
        by_role: RoleCounts {
            admin: of_role(Role::Admin),
            instructor: of_role(Role::Instructor),
            student: of_role(Role::Student),
        },
        verification: VerificationCounts {
            email_verified: sum(&|counted, _, _| counted == "@verified"),
            profile_completed: sum(&|counted, _, _| counted == "@completed"),
        },
    })
}

/// Adds up counts that have more than `rows` rows, at most `keys` of them. Gives how many rows went. Of two at once
/// each adds up what it has taken away.
pub(crate) async fn add_up_counts(pool: &PgPool, rows: i64, keys: i64) -> Result<u64> {
    let mut tx = pool.begin().await?;
    // No term is dropped while its counts are in between.
    sqlx::query!(
        r#"SELECT count(pg_advisory_xact_lock_shared(counted_terms_lock(tenant_id))) AS "locks!"
           FROM (SELECT DISTINCT tenant_id FROM user_counts ORDER BY tenant_id) AS t"#,
    )
    .fetch_one(&mut *tx)
    .await?;
    let gone = sqlx::query_scalar!(
        r#"WITH crowded AS (
               SELECT tenant_id, counted, month, role, status FROM user_counts
               GROUP BY tenant_id, counted, month, role, status HAVING count(*) > $1 LIMIT $2
           ), gone AS (
               DELETE FROM user_counts AS c USING crowded
               WHERE (c.tenant_id, c.counted, c.month, c.role, c.status)
                     = (crowded.tenant_id, crowded.counted, crowded.month, crowded.role, crowded.status)
               RETURNING c.*
           ), summed AS (
               INSERT INTO user_counts
               SELECT tenant_id, counted, month, role, status, sum(users) FROM gone
               GROUP BY tenant_id, counted, month, role, status HAVING sum(users) <> 0
           )
           SELECT count(*) AS "gone!" FROM gone"#,
        rows,
        keys,
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(u64::try_from(gone).unwrap_or_default())
}
