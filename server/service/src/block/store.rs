//! The SQL of blocks.

use super::PersonRef;
use crate::{
    ctx::Person,
    directory::Viewer,
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{
    UserId,
    account::Role,
    block::BlockView,
    paging::{Page, PageRequest},
    profile::AvatarUrls,
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

struct BlockRow {
    id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_urls: Option<Json<AvatarUrls>>,
    note: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<BlockRow> for BlockView {
    fn from(row: BlockRow) -> Self {
        Self {
            user: PersonRef {
                id: UserId(row.id),
                username: row.username,
                display_name: row.display_name,
                avatar_urls: row.avatar_urls.map(|urls| urls.0),
            },
            note: row.note,
            created_at: row.created_at,
        }
    }
}

/// The caller's blocks, of one person or of all whose shown name or username has words that begin so, and no
/// others, since the person may be hidden by now; whom they have blocked they may know,
/// whatever else hides them, as long as the account is there.
async fn select_blocks(
    conn: &mut PgConnection,
    who: &Person,
    whom: Option<UserId>,
    search: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<BlockView>> {
    let rows = sqlx::query_as!(
        BlockRow,
        r#"SELECT u.id, u.username, coalesce(p.display_name, p.first_name || ' ' || p.last_name) AS "display_name!",
                  p.avatar_urls AS "avatar_urls: Json<AvatarUrls>", b.note, b.created_at
           FROM blocked_users AS b
           JOIN users AS u ON u.tenant_id = b.tenant_id AND u.id = b.blocked_id
           JOIN user_profiles AS p ON p.user_id = u.id
           WHERE b.tenant_id = $1 AND b.blocker_id = $2 AND ($3::uuid IS NULL OR b.blocked_id = $3)
             AND u.status <> 'deleted' AND ($4 = '' OR (cardinality(search_words($4)) > 0 AND beginnings(search_words(
                     concat_ws(' ', coalesce(p.display_name, p.first_name || ' ' || p.last_name), u.username)))
                 @> search_words($4)))
           ORDER BY b.created_at DESC, b.blocked_id LIMIT $5 OFFSET $6"#,
        who.tenant_id.0,
        who.id.0,
        whom.map(|id| id.0),
        search,
        limit,
        offset,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(BlockView::from).collect())
}

pub(super) async fn find_block(
    conn: &mut PgConnection,
    who: &Person,
    whom: UserId,
) -> Result<Option<BlockView>> {
    let found = select_blocks(conn, who, Some(whom), "", (1, 0)).await?;
    Ok(found.into_iter().next())
}

pub(super) async fn list_blocks(
    conn: &mut PgConnection,
    who: &Person,
    search: &str,
    page: PageRequest,
) -> Result<Page<BlockView>> {
    let stretch = (i64::from(page.limit), page.offset());
    let entries = select_blocks(conn, who, None, search, stretch).await?;
    let total = match page.last_of(entries.len()) {
        Some(total) => total,
        None => count_found(conn, who, search).await?,
    };
    Ok(Page { entries, total })
}

async fn count_found(conn: &mut PgConnection, who: &Person, search: &str) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!"
           FROM blocked_users AS b
           JOIN users AS u ON u.tenant_id = b.tenant_id AND u.id = b.blocked_id
           JOIN user_profiles AS p ON p.user_id = u.id
           WHERE b.tenant_id = $1 AND b.blocker_id = $2 AND u.status <> 'deleted'
             AND ($3 = '' OR (cardinality(search_words($3)) > 0 AND beginnings(search_words(
                     concat_ws(' ', coalesce(p.display_name, p.first_name || ' ' || p.last_name), u.username)))
                 @> search_words($3)))"#,
        who.tenant_id.0,
        who.id.0,
        search,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many people they have blocked.
pub(super) async fn count_blocks(conn: &mut PgConnection, who: &Person) -> Result<i64> {
    count_found(conn, who, "").await
}

/// Keeps the blocker's other blocks waiting until the transaction ends.
pub(super) async fn lock_blocker(conn: &mut PgConnection, who: &Person) -> Result<()> {
    sqlx::query!(
        r#"SELECT 1 AS "one!" FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE"#,
        who.tenant_id.0,
        who.id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// What somebody does here, as far as the viewer sees them.
pub(super) async fn find_role(
    conn: &mut PgConnection,
    viewer: Viewer,
    id: UserId,
) -> Result<Option<Role>> {
    let role = sqlx::query_scalar!(
        r#"SELECT u.role FROM visible_person($1, $2, $3, $4) AS seen JOIN users AS u ON u.id = seen.user_id"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    let role = role.map(|role| role.parse().map_err(Error::internal));
    role.transpose()
}

pub(super) async fn insert_block(
    conn: &mut PgConnection,
    who: &Person,
    whom: UserId,
    note: Option<&str>,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO blocked_users (tenant_id, blocker_id, blocked_id, note, created_at) VALUES ($1, $2, $3, $4, $5)"#,
        who.tenant_id.0,
        who.id.0,
        whom.0,
        note,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Says `false` where there is none.
pub(super) async fn delete_block(
    conn: &mut PgConnection,
    who: &Person,
    whom: UserId,
) -> Result<bool> {
    let deleted = sqlx::query!(
        "DELETE FROM blocked_users WHERE tenant_id = $1 AND blocker_id = $2 AND blocked_id = $3",
        who.tenant_id.0,
        who.id.0,
        whom.0,
    )
    .execute(conn)
    .await?;
    Ok(deleted.rows_affected() == 1)
}
