//! The SQL of a person's statistics.

use crate::error::Result;
use contract::{TenantId, UserId, stats::UserStats};
use sqlx::PgConnection;

/// Somebody whose account is not deleted, in numbers; completion is not among them.
pub(super) async fn find_stats(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<UserStats>> {
    let row = sqlx::query!(
        r#"SELECT u.last_login_at, u.login_count, e.total AS "total!", e.active AS "active!", e.completed AS "completed!",
                  e.progress AS "progress!", e.average AS "average!"
           FROM users AS u CROSS JOIN LATERAL (
               SELECT count(*) AS total, count(*) FILTER (WHERE status = 'active') AS active,
                      count(*) FILTER (WHERE status = 'completed') AS completed,
                      coalesce(sum(progress), 0)::float8 AS progress,
                      coalesce(round(avg(progress), 2), 0)::float8 AS average
               FROM user_enrollments WHERE tenant_id = u.tenant_id AND user_id = u.id) AS e
           WHERE u.tenant_id = $1 AND u.id = $2 AND u.status <> 'deleted'"#,
        tenant.0,
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| UserStats {
        total_enrollments: row.total,
        active_enrollments: row.active,
        completed_enrollments: row.completed,
        total_progress: row.progress,
        average_progress: row.average,
        last_login_at: row.last_login_at,
        total_login_count: row.login_count,
        profile_completion_percentage: None,
    }))
}
