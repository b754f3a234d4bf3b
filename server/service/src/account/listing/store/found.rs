//! Everybody who is found, to be sorted: the fastest where they are few.

use super::super::{
    filter::{Filter, Key},
    reading::Found,
};
use crate::error::Result;
use contract::account::{AccountStatus, Role, listing::SortOrder};
use sqlx::PgConnection;

/// Which entries are wanted.
#[derive(Clone, Copy)]
pub(in super::super) struct Window<'a> {
    /// Those behind this one,
    pub(in super::super) after: Option<&'a Key>,
    /// but for so many,
    pub(in super::super) skip: i64,
    /// at most so many.
    pub(in super::super) limit: i64,
}

/// Entries of a page, how many are found, and how many have the term, whatever their role and status, as far
/// as they were looked at.
pub(in super::super) type All = (Vec<Found>, i64, i64);

/// Sorts what `$among` gives (rows of `user_search` as `s`, and how many have the term).
macro_rules! sorted {
    ($conn:expr, $filter:expr, $window:expr, $pattern:expr, $hits:tt $among:tt $hit_count:tt $than:tt $direction:tt) => {{
        let (filter, window): (&Filter, Window<'_>) = ($filter, $window);
        let rows = sqlx::query!(
            $hits + r#" found AS MATERIALIZED (
                SELECT s.user_id,
                       CASE $4 WHEN 'createdAt' THEN s.created_at WHEN 'updatedAt' THEN u.updated_at
                               WHEN 'lastActiveAt' THEN coalesce(s.last_active_at, CASE $5 WHEN 'asc' THEN 'infinity'::timestamptz ELSE '-infinity' END)
                               ELSE 'infinity' END AS time,
                       CASE $4 WHEN 'firstName' THEN s.first_name WHEN 'lastName' THEN s.last_name
                               WHEN 'email' THEN s.email ELSE '' END AS name
                FROM "# + $among + r#" LEFT JOIN users AS u ON $4 = 'updatedAt' AND u.id = s.user_id
                WHERE s.tenant_id = $1 AND ($2::text IS NULL OR s.role = $2) AND ($3::text IS NULL OR s.status = $3)
                  AND ($6::text IS NULL OR s.text LIKE $6)
            )
            SELECT total.count AS "total!", "# + $hit_count + r#" AS "hits!", page.user_id AS "id?", page.key AS "key?"
            FROM (SELECT count(*) FROM found) AS total LEFT JOIN LATERAL (
                SELECT *, CASE WHEN $4 IN ('createdAt', 'updatedAt', 'lastActiveAt') THEN time::text ELSE name END AS key
                FROM found
                WHERE $7::text IS NULL
                   OR (time, name, user_id) "# + $than + r#"
                      (CASE WHEN $4 IN ('createdAt', 'updatedAt', 'lastActiveAt') THEN $7::timestamptz ELSE 'infinity' END,
                       CASE WHEN $4 IN ('createdAt', 'updatedAt', 'lastActiveAt') THEN '' ELSE $7 END, $8::uuid)
                ORDER BY time "# + $direction + ", name " + $direction + ", user_id " + $direction + r#" LIMIT $9 OFFSET $10
            ) AS page ON true
            ORDER BY page.time "# + $direction + ", page.name " + $direction + ", page.user_id " + $direction,
            filter.tenant.0,
            filter.role.map(Role::as_str),
            filter.status.map(AccountStatus::as_str),
            filter.sort.as_str(),
            filter.order.as_str(),
            $pattern,
            window.after.map(|key| &*key.value),
            window.after.map(|key| key.id),
            window.limit,
            window.skip,
        )
        .fetch_all($conn)
        .await?;
        let first = rows.first();
        let (total, hits) = first.map_or((0, 0), |row| (row.total, row.hits));
        let found = rows.into_iter().filter_map(|row| Some(Found { id: row.id?, key: row.key? }));
        (found.collect(), total, hits)
    }};
}

/// By the index of texts.
#[rustfmt::skip]
pub(in super::super) async fn list_by_text(
    conn: &mut PgConnection,
    filter: &Filter,
    window: Window<'_>,
) -> Result<All> {
    let pattern = filter.pattern();
    Ok(match filter.order {
        SortOrder::Asc => sorted!(conn, filter, window, pattern,
            "WITH hit AS MATERIALIZED (SELECT user_id FROM user_texts WHERE tenant_id = $1 AND text LIKE $6),"
            "hit JOIN user_search AS s ON s.user_id = hit.user_id" "(SELECT count(*) FROM hit)" ">" "ASC"),
        SortOrder::Desc => sorted!(conn, filter, window, pattern,
            "WITH hit AS MATERIALIZED (SELECT user_id FROM user_texts WHERE tenant_id = $1 AND text LIKE $6),"
            "hit JOIN user_search AS s ON s.user_id = hit.user_id" "(SELECT count(*) FROM hit)" "<" "DESC"),
    })
}

/// Through everybody who has role and status.
#[rustfmt::skip]
pub(in super::super) async fn list_through(
    conn: &mut PgConnection,
    filter: &Filter,
    window: Window<'_>,
) -> Result<All> {
    let pattern = filter.pattern();
    Ok(match filter.order {
        SortOrder::Asc => sorted!(conn, filter, window, pattern, "WITH" "user_search AS s" "total.count" ">" "ASC"),
        SortOrder::Desc => sorted!(conn, filter, window, pattern, "WITH" "user_search AS s" "total.count" "<" "DESC"),
    })
}
