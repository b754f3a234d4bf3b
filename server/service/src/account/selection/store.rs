//! The SQL of selections.

use super::{KEEP, Selection};
use crate::{ctx::Person, error::Result};
use chrono::{DateTime, Utc};
use contract::{SelectionId, account::listing::UserQuery};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

/// An admin's newest selections that stay beside a new one; each may hold 160 kB.
const OTHERS: i64 = 4;

/// Keeps a selection, and of the admin's others only the newest.
pub(super) async fn insert_selection(
    conn: &mut PgConnection,
    admin: &Person,
    selection: &Selection,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        r#"WITH older AS (
               DELETE FROM user_selections WHERE id IN (
                   SELECT id FROM user_selections WHERE tenant_id = $2 AND chosen_by = $3
                   ORDER BY created_at DESC, id DESC OFFSET $7)
           )
           INSERT INTO user_selections (id, tenant_id, chosen_by, query, user_ids, created_at)
           VALUES ($1, $2, $3, $4, $5, $6)"#,
        selection.id.0,
        admin.tenant_id.0,
        admin.id.0,
        Json(&selection.query) as _,
        ids,
        now,
        OTHERS,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A selection that this admin has made since then, and who is in it.
pub(super) async fn find_selection(
    conn: &mut PgConnection,
    admin: &Person,
    id: SelectionId,
    since: DateTime<Utc>,
) -> Result<Option<(Selection, Vec<Uuid>)>> {
    let row = sqlx::query!(
        r#"SELECT query AS "query: Json<UserQuery>", user_ids, created_at FROM user_selections
           WHERE id = $1 AND tenant_id = $2 AND chosen_by = $3 AND created_at > $4"#,
        id.0,
        admin.tenant_id.0,
        admin.id.0,
        since,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let selection = Selection {
            id,
            query: row.query.0,
            count: row.user_ids.len(),
            expires_at: row.created_at + KEEP,
        };
        (selection, row.user_ids)
    }))
}

/// Drops selections that were made before then, at most so many. Gives how many went.
pub(crate) async fn delete_old(pool: &PgPool, before: DateTime<Utc>, most: i64) -> Result<u64> {
    let gone = sqlx::query!(
        r#"DELETE FROM user_selections WHERE id = ANY (
               SELECT id FROM user_selections WHERE created_at <= $1 ORDER BY created_at LIMIT $2)"#,
        before,
        most,
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected())
}
