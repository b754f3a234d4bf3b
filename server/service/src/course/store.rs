//! The SQL of the catalogue.

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::{
    CourseId, TenantId, UserId,
    enrollment::CourseOffer,
    paging::{Page, PageRequest},
};
use sqlx::PgConnection;
use std::collections::HashMap;

/// Of two titles the newer stays; of two of one instant, the one that sorts last.
pub(super) async fn upsert_title(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: CourseId,
    (title, search_text): (&str, &str),
    at: DateTime<Utc>,
    published_at: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO courses AS c (tenant_id, id, title, search_text, titled_at, published_at)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (tenant_id, id) DO UPDATE
           SET (title, search_text, titled_at) = (
                   SELECT new.title, new.search_text, new.titled_at
                   FROM (VALUES (c.title, c.search_text, c.titled_at),
                                (excluded.title, excluded.search_text, excluded.titled_at))
                        AS new (title, search_text, titled_at)
                   WHERE new.titled_at IS NOT NULL
                   ORDER BY new.titled_at DESC, new.title COLLATE "C" DESC LIMIT 1),
               published_at = greatest(c.published_at, excluded.published_at)"#,
        tenant.0,
        id.0,
        title,
        search_text,
        at,
        published_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn upsert_deleted(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: CourseId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO courses AS c (tenant_id, id, deleted_at) VALUES ($1, $2, $3)
           ON CONFLICT (tenant_id, id) DO UPDATE SET deleted_at = greatest(c.deleted_at, excluded.deleted_at)"#,
        tenant.0,
        id.0,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What these courses are called, as far as we know.
pub(super) async fn find_titles(
    conn: &mut PgConnection,
    courses: &[(TenantId, CourseId)],
) -> Result<HashMap<(TenantId, CourseId), String>> {
    let (tenants, ids): (Vec<_>, Vec<_>) =
        courses.iter().map(|(tenant, id)| (tenant.0, id.0)).unzip();
    let rows = sqlx::query!(
        r#"SELECT c.tenant_id, c.id, c.title AS "title!"
           FROM unnest($1::uuid[], $2::uuid[]) AS asked (tenant_id, id) JOIN courses AS c USING (tenant_id, id)
           WHERE c.title IS NOT NULL"#,
        &tenants,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let titles = rows
        .into_iter()
        .map(|row| ((TenantId(row.tenant_id), CourseId(row.id)), row.title));
    Ok(titles.collect())
}

/// A page of the courses on offer whose `search_text` is like every one of the patterns, with how
/// many there are.
pub(super) async fn find_offers(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
    patterns: &[String],
    page: PageRequest,
) -> Result<Page<CourseOffer>> {
    let rows = sqlx::query!(
        r#"SELECT c.id, c.title AS "title!", e.status AS "status?"
           FROM courses AS c
           LEFT JOIN user_enrollments AS e ON e.tenant_id = c.tenant_id AND e.user_id = $2 AND e.course_id = c.id
           WHERE c.tenant_id = $1 AND c.published_at IS NOT NULL
             AND (c.deleted_at IS NULL OR c.deleted_at < c.published_at) AND c.search_text LIKE ALL($3)
           ORDER BY c.search_text, c.id LIMIT $4 OFFSET $5"#,
        tenant.0,
        user.0,
        patterns,
        i64::from(page.limit),
        page.offset(),
    )
    .fetch_all(&mut *conn)
    .await?;
    let offer = |id, title, status: Option<String>| -> Result<CourseOffer> {
        let status = status.map(|status| status.parse().map_err(Error::internal));
        Ok(CourseOffer {
            course_id: CourseId(id),
            title,
            enrollment_status: status.transpose()?,
        })
    };
    let entries = rows
        .into_iter()
        .map(|row| offer(row.id, row.title, row.status))
        .collect::<Result<Vec<_>>>()?;
    let total = match page.last_of(entries.len()) {
        Some(total) => total,
        None => count(conn, tenant, patterns).await?,
    };
    Ok(Page { entries, total })
}

async fn count(conn: &mut PgConnection, tenant: TenantId, patterns: &[String]) -> Result<i64> {
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "total!" FROM courses
           WHERE tenant_id = $1 AND published_at IS NOT NULL AND (deleted_at IS NULL OR deleted_at < published_at)
             AND search_text LIKE ALL($2)"#,
        tenant.0,
        patterns,
    )
    .fetch_one(conn)
    .await?;
    Ok(total)
}
