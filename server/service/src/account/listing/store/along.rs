//! Along the index of an order, until there are enough.

use super::super::{
    filter::{Begin, Filter},
    reading::Found,
};
use crate::error::Result;
use contract::account::{
    AccountStatus, Role,
    listing::{SortOrder, UserSort},
};
use sqlx::PgConnection;

/// Reads along one index in one direction: the column or expression, its type, and which way.
macro_rules! along {
    ($conn:expr, $filter:expr, $begin:expr, $key:tt $type:tt $than:tt $direction:tt) => {{
        let Filter { tenant, role, status, .. } = $filter;
        let (role, status) = (role.map(Role::as_str), status.map(AccountStatus::as_str));
        // The index holds everything but the text, which is read only where a term is looked for. Keys are written as
        // text for the page alone: for those that are skipped too it took half of the time.
        match $filter.pattern() {
            None => {
                let rows = sqlx::query!(
                    r#"SELECT user_id AS "id!", key::text AS "key!" FROM (
                       SELECT user_id, "# + $key + r#" AS key FROM user_search
                       WHERE tenant_id = $1 AND ($2::text IS NULL OR role = $2) AND ($3::text IS NULL OR status = $3)
                         AND ("# + $key + ", user_id) " + $than + " ($4::text::" + $type + r#", $5)
                       ORDER BY "# + $key + " " + $direction + ", user_id " + $direction + " LIMIT $6 OFFSET $7) AS found",
                    tenant.0, role, status, $begin.from.value, $begin.from.id, $begin.limit, $begin.skip,
                )
                .fetch_all($conn)
                .await?;
                rows.into_iter().map(|row| Found { id: row.id, key: row.key }).collect()
            }
            Some(pattern) => {
                let rows = sqlx::query!(
                    r#"SELECT user_id AS "id!", key::text AS "key!" FROM (
                       SELECT user_id, "# + $key + r#" AS key FROM user_search
                       WHERE tenant_id = $1 AND ($2::text IS NULL OR role = $2) AND ($3::text IS NULL OR status = $3)
                         AND ("# + $key + ", user_id) " + $than + " ($4::text::" + $type + r#", $5) AND text LIKE $8
                       ORDER BY "# + $key + " " + $direction + ", user_id " + $direction + " LIMIT $6 OFFSET $7) AS found",
                    tenant.0, role, status, $begin.from.value, $begin.from.id, $begin.limit, $begin.skip, pattern,
                )
                .fetch_all($conn)
                .await?;
                rows.into_iter().map(|row| Found { id: row.id, key: row.key }).collect()
            }
        }
    }};
}

/// The entries behind a place, but for so many, in the direction of the reading. No index knows `updatedAt`.
#[rustfmt::skip]
pub(in super::super) async fn list_along(
    conn: &mut PgConnection,
    filter: &Filter,
    begin: &Begin,
) -> Result<Vec<Found>> {
    use SortOrder::{Asc, Desc};
    use UserSort::{CreatedAt, Email, FirstName, LastActiveAt, LastName, UpdatedAt};
    Ok(match (filter.sort, begin.order) {
        (UpdatedAt, _) => Vec::new(),
        (CreatedAt, Asc) => along!(conn, filter, begin, "created_at" "timestamptz" ">" "ASC"),
        (CreatedAt, Desc) => along!(conn, filter, begin, "created_at" "timestamptz" "<" "DESC"),
        (LastActiveAt, Asc) => along!(conn, filter, begin, "coalesce(last_active_at, 'infinity')" "timestamptz" ">" "ASC"),
        (LastActiveAt, Desc) => along!(conn, filter, begin, "coalesce(last_active_at, '-infinity')" "timestamptz" "<" "DESC"),
        (FirstName, Asc) => along!(conn, filter, begin, "first_name" "text" ">" "ASC"),
        (FirstName, Desc) => along!(conn, filter, begin, "first_name" "text" "<" "DESC"),
        (LastName, Asc) => along!(conn, filter, begin, "last_name" "text" ">" "ASC"),
        (LastName, Desc) => along!(conn, filter, begin, "last_name" "text" "<" "DESC"),
        (Email, Asc) => along!(conn, filter, begin, "email" "text" ">" "ASC"),
        (Email, Desc) => along!(conn, filter, begin, "email" "text" "<" "DESC"),
    })
}
