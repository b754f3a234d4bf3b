//! The SQL of enrollments.

use super::{Kept, policy::State};
use crate::{
    error::{Error, Result},
    told::store::{Told, telling},
};
use chrono::{DateTime, Utc};
use contract::{
    CourseId, EnrollmentId, TenantId, UserId,
    enrollment::{EnrollmentStats, EnrollmentStatus, Progress},
    paging::{Page, PageRequest},
};
use sqlx::PgConnection;
use std::collections::HashSet;
use uuid::Uuid;

struct Row {
    id: Uuid,
    user_id: Uuid,
    course_id: Uuid,
    status: String,
    hundredths: i32,
    time_spent_seconds: i64,
    progressed_at: Option<DateTime<Utc>>,
    enrolled_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    last_accessed_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<Row> for Kept {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let progress = u16::try_from(row.hundredths)
            .ok()
            .and_then(Progress::from_hundredths)
            .ok_or_else(|| Error::internal("a progress out of bounds"))?;
        Ok(Self {
            id: EnrollmentId(row.id),
            user_id: UserId(row.user_id),
            course_id: CourseId(row.course_id),
            state: State {
                status: row.status.parse().map_err(Error::internal)?,
                progress,
                time_spent_seconds: row.time_spent_seconds,
                progressed_at: row.progressed_at,
                completed_at: row.completed_at,
                last_accessed_at: row.last_accessed_at,
            },
            enrolled_at: row.enrolled_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

/// Adds new enrollments, one of each person, and what is told of them, one event of each. Gives whose were made: those
/// of people whom nobody else has, where there was none in the course.
pub(super) async fn insert_enrollments(
    conn: &mut PgConnection,
    new: &[(TenantId, &Kept)],
    told: &Told<'_>,
) -> Result<HashSet<UserId>> {
    if told.events.ids.len() != new.len() {
        return Err(Error::internal("a new enrollment is one event"));
    }
    let ids: Vec<_> = new.iter().map(|(_, kept)| kept.id.0).collect();
    let tenants: Vec<_> = new.iter().map(|(tenant, _)| tenant.0).collect();
    let users: Vec<_> = new.iter().map(|(_, kept)| kept.user_id.0).collect();
    let courses: Vec<_> = new.iter().map(|(_, kept)| kept.course_id.0).collect();
    let statuses: Vec<_> = new
        .iter()
        .map(|(_, kept)| kept.state.status.as_str())
        .collect();
    let times: Vec<_> = new.iter().map(|(_, kept)| kept.enrolled_at).collect();
    let made = telling!(
        told,
        beside r#"free AS (
               SELECT new.* FROM unnest((SELECT $19::uuid[]), (SELECT $20::uuid[]), (SELECT $21::uuid[]),
                                        (SELECT $22::uuid[]), (SELECT $23::text[]), (SELECT $24::timestamptz[]))
                   AS new (id, tenant_id, user_id, course_id, status, time)
               JOIN users AS u ON u.tenant_id = new.tenant_id AND u.id = new.user_id AND u.status <> 'deleted'
               FOR NO KEY UPDATE OF u SKIP LOCKED
           ), made AS (
               INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, status, enrolled_at, created_at, updated_at)
               SELECT id, tenant_id, user_id, course_id, status, time, time, time FROM free
               ON CONFLICT (tenant_id, user_id, course_id) DO NOTHING
               RETURNING tenant_id, user_id
           ), counted AS (
               UPDATE users AS u SET event_sequence = event_sequence + 1
               FROM made WHERE u.tenant_id = made.tenant_id AND u.id = made.user_id
               RETURNING u.tenant_id, u.id, u.event_sequence - 1 AS before
           )"#,
        &ids,
        &tenants,
        &users,
        &courses,
        &statuses as _,
        &times
    )
    .fetch_all(conn)
    .await?;
    Ok(made.into_iter().map(UserId).collect())
}

pub(super) async fn find_enrollment(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
    course: CourseId,
) -> Result<Option<Kept>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, course_id, status, (progress * 100)::int AS "hundredths!", time_spent_seconds, progressed_at,
                  enrolled_at, completed_at, last_accessed_at, created_at, updated_at, version
           FROM user_enrollments WHERE tenant_id = $1 AND user_id = $2 AND course_id = $3"#,
        tenant.0,
        user.0,
        course.0,
    )
    .fetch_optional(conn)
    .await?
    .map(Kept::try_from)
    .transpose()
}

/// The same for whoever changes it: nobody else does until the transaction ends.
pub(super) async fn lock_enrollment(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
    course: CourseId,
) -> Result<Option<Kept>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, course_id, status, (progress * 100)::int AS "hundredths!", time_spent_seconds, progressed_at,
                  enrolled_at, completed_at, last_accessed_at, created_at, updated_at, version
           FROM user_enrollments WHERE tenant_id = $1 AND user_id = $2 AND course_id = $3
           FOR NO KEY UPDATE"#,
        tenant.0,
        user.0,
        course.0,
    )
    .fetch_optional(conn)
    .await?
    .map(Kept::try_from)
    .transpose()
}

/// Saves all that a move may have changed.
pub(super) async fn update_enrollment(
    conn: &mut PgConnection,
    tenant: TenantId,
    kept: &Kept,
) -> Result<()> {
    sqlx::query!(
        r#"UPDATE user_enrollments
           SET status = $3, progress = $4::int / 100.0, time_spent_seconds = $5, progressed_at = $6, completed_at = $7,
               last_accessed_at = $8, updated_at = $9, version = $10
           WHERE tenant_id = $1 AND id = $2"#,
        tenant.0,
        kept.id.0,
        kept.state.status.as_str(),
        i32::from(kept.state.progress.hundredths()),
        kept.state.time_spent_seconds,
        kept.state.progressed_at,
        kept.state.completed_at,
        kept.state.last_accessed_at,
        kept.updated_at,
        kept.version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A page of those that stand so, and how many there are.
pub(super) async fn find_page(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
    statuses: &[EnrollmentStatus],
    page: PageRequest,
) -> Result<Page<Kept>> {
    let words: Vec<String> = statuses.iter().map(ToString::to_string).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, course_id, status, (progress * 100)::int AS "hundredths!", time_spent_seconds, progressed_at,
                  enrolled_at, completed_at, last_accessed_at, created_at, updated_at, version
           FROM user_enrollments WHERE tenant_id = $1 AND user_id = $2 AND status = ANY($3)
           ORDER BY array_position(ARRAY['active', 'suspended', 'completed', 'dropped'], status), enrolled_at DESC, id
           LIMIT $4 OFFSET $5"#,
        tenant.0,
        user.0,
        &words,
        i64::from(page.limit),
        page.offset(),
    )
    .fetch_all(&mut *conn)
    .await?;
    let entries: Vec<_> = rows
        .into_iter()
        .map(Kept::try_from)
        .collect::<Result<_>>()?;
    let total = match page.last_of(entries.len()) {
        Some(total) => total,
        None => count(conn, tenant, user, &words).await?,
    };
    Ok(Page { entries, total })
}

async fn count(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
    words: &[String],
) -> Result<i64> {
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "total!" FROM user_enrollments
           WHERE tenant_id = $1 AND user_id = $2 AND status = ANY($3)"#,
        tenant.0,
        user.0,
        words,
    )
    .fetch_one(conn)
    .await?;
    Ok(total)
}

pub(super) async fn find_stats(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
) -> Result<EnrollmentStats> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "total!",
                  count(*) FILTER (WHERE status = 'active') AS "active!",
                  count(*) FILTER (WHERE status = 'completed') AS "completed!",
                  count(*) FILTER (WHERE status = 'dropped') AS "dropped!",
                  count(*) FILTER (WHERE status = 'suspended') AS "suspended!",
                  coalesce(round(avg(progress), 2), 0)::float8 AS "average!",
                  least(coalesce(sum(time_spent_seconds), 0), 9223372036854775807)::bigint AS "time!",
                  (array_agg(course_id ORDER BY last_accessed_at DESC, id)
                      FILTER (WHERE last_accessed_at IS NOT NULL))[1] AS last_course,
                  max(last_accessed_at) AS last_at
           FROM user_enrollments WHERE tenant_id = $1 AND user_id = $2"#,
        tenant.0,
        user.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(EnrollmentStats {
        total_courses: row.total,
        active_courses: row.active,
        completed_courses: row.completed,
        dropped_courses: row.dropped,
        suspended_courses: row.suspended,
        average_progress: row.average,
        total_time_spent: row.time,
        last_accessed_course: row.last_course.map(CourseId),
        last_accessed_at: row.last_at,
    })
}
