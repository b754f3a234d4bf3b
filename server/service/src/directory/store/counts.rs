//! How many people are found. What the most people begin with is counted as it changes (`people_counts`).

use super::{
    super::{
        sought::Sought,
        viewer::{Audience, Viewer},
    },
    lists::Stretch,
};
use crate::error::Result;
use sqlx::{PgConnection, PgPool};

/// How many entries a stretch has.
pub(in crate::directory) async fn count_stretch(
    conn: &mut PgConnection,
    viewer: Viewer,
    stretch: &Stretch<'_>,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND name >= $4 AND name < $5
             AND username IS DISTINCT FROM $6 AND (cardinality($7::text[]) = 0 OR beginnings(words) @> $7)"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        stretch.from,
        stretch.to,
        stretch.not,
        stretch.needed,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many people have similar names.
pub(in crate::directory) async fn count_similar(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND $4 <% name AND words @> $5"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        sought.text,
        &sought.marks,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many people the viewer finds: how many any viewer of this audience does, but for those whom this
/// one sees otherwise.
pub(in crate::directory) async fn count(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
) -> Result<i64> {
    let sees_all = viewer.audience == Audience::Admin;
    let usual = match sought.tally() {
        Some((beginning, role)) => find_tally(conn, viewer, beginning, role, sees_all).await?,
        None => {
            let needed = if sees_all {
                sought.needed()
            } else {
                sought.needed_and_shown()
            };
            count_needed(conn, viewer, &needed).await?
        }
    };
    if sees_all || viewer.id.is_none() {
        return Ok(usual);
    }
    Ok(usual + count_exceptions(conn, viewer, &sought.needed()).await?)
}

async fn find_tally(
    conn: &mut PgConnection,
    viewer: Viewer,
    beginning: &str,
    role: Option<&str>,
    sees_all: bool,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(people), 0)::bigint AS "count!" FROM people_counts
           WHERE tenant_id = $1 AND beginning = $2 AND ($3::text IS NULL OR role = $3) AND (is_shown OR $4)"#,
        viewer.tenant.0,
        beginning,
        role,
        sees_all,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

async fn count_needed(conn: &mut PgConnection, viewer: Viewer, needed: &[String]) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM people
           WHERE tenant_id = $1 AND discoverable AND beginnings(words) @> $2"#,
        viewer.tenant.0,
        needed,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Of those whom this member may see otherwise than any member (themselves, and whoever a block is about):
/// how many more they see.
async fn count_exceptions(
    conn: &mut PgConnection,
    viewer: Viewer,
    needed: &[String],
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(seen.user_id) - count(*) FILTER (WHERE p.words @> ARRAY['@shown']) AS "count!"
           FROM people AS p LEFT JOIN visible_people($1, $2, $3) AS seen ON seen.user_id = p.user_id
           WHERE p.tenant_id = $1 AND p.discoverable AND beginnings(p.words) @> $4
             AND p.user_id IN (SELECT $2 UNION SELECT other FROM blocked_with($1, $2) AS other)"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        needed,
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
