//! How many people are found, of what is counted as it changes (`people_counts`).

use super::super::{
    sought::Sought,
    viewer::{Audience, Viewer},
};
use crate::error::Result;
use sqlx::{PgConnection, PgPool};

/// How many people any viewer of this audience finds by a beginning or a skill.
pub(in crate::directory) async fn find_tally(
    conn: &mut PgConnection,
    viewer: Viewer,
    (beginning, role): (&str, Option<&str>),
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(people), 0)::bigint AS "count!" FROM people_counts
           WHERE tenant_id = $1 AND beginning = $2 AND ($3::text IS NULL OR role = $3) AND (is_shown OR $4)"#,
        viewer.tenant.0,
        beginning,
        role,
        viewer.audience == Audience::Admin,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Of those whom this viewer may see otherwise than others do (themselves, and whoever a block is about):
/// how many more they see.
pub(in crate::directory) async fn count_exceptions(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
) -> Result<i64> {
    // To an admin there are none.
    if viewer.id.is_none() || viewer.audience == Audience::Admin {
        return Ok(0);
    }
    let count = sqlx::query_scalar!(
        r#"WITH known AS MATERIALIZED (
               SELECT $2::uuid AS id
               UNION SELECT blocked_id FROM blocked_users WHERE tenant_id = $1 AND blocker_id = $2
               UNION SELECT blocker_id FROM blocked_users WHERE tenant_id = $1 AND blocked_id = $2
           )
           SELECT count(*) FILTER (WHERE is_seen(p.reach, $3, p.user_id = $2, p.user_id <> $2))
                  - count(*) FILTER (WHERE p.reach >= $3) AS "count!"
           FROM known JOIN people AS p ON p.user_id = known.id
           WHERE p.tenant_id = $1 AND p.discoverable AND p.words @> $4
             AND (cardinality($5::text[]) = 0 OR E'\n' || array_to_string(p.words, E'\n') LIKE ALL ($5))"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        &sought.marks,
        &sought.patterns(),
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Adds up the counts of beginnings that have more than `rows` rows, at most `keys` of them. Gives how many
/// rows went. Of two at once each adds up what it has taken away.
pub(crate) async fn add_up_counts(pool: &PgPool, rows: i64, keys: i64) -> Result<u64> {
    let gone = sqlx::query_scalar!(
        r#"WITH crowded AS (
               SELECT tenant_id, beginning, role, is_shown FROM people_counts
               GROUP BY tenant_id, beginning, role, is_shown HAVING count(*) > $1 LIMIT $2
           ), gone AS (
               DELETE FROM people_counts AS c USING crowded
               WHERE (c.tenant_id, c.beginning, c.role, c.is_shown)
                     = (crowded.tenant_id, crowded.beginning, crowded.role, crowded.is_shown)
               RETURNING c.*
           ), summed AS (
               INSERT INTO people_counts
               SELECT tenant_id, beginning, role, is_shown, sum(people) FROM gone
               GROUP BY tenant_id, beginning, role, is_shown HAVING sum(people) <> 0
           )
           SELECT count(*) AS "gone!" FROM gone"#,
        rows,
        keys,
    )
    .fetch_one(pool)
    .await?;
    Ok(u64::try_from(gone).unwrap_or_default())
}
