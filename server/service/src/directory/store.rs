//! The SQL of looking at others. Who is among them is said by `visible_people()` alone.

mod counts;
mod lists;

pub(crate) use counts::add_up_counts;
pub(super) use counts::{count_exceptions, find_tally};
pub(super) use lists::{
    Found, Stretch, Window, count_stretch, find_by_username, list_few, list_similar, list_stretch,
};

use super::{
    sought::Sought,
    viewer::{Audience, Viewer},
};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::{
    UserId,
    account::Role,
    directory::{DirectoryRole, Handle, PublicProfile},
    profile::{AvatarUrls, Link},
};
use sqlx::{PgConnection, PgPool, Postgres, Transaction, types::Json};
use uuid::Uuid;

/// One view of the directory for list and count. Plans are made for the texts at hand, since the best one
/// for a rare name is the worst for a letter; and by one process, which has an answer before a second
/// one is awake.
pub(super) const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL max_parallel_workers_per_gather = 0";

pub(super) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    Ok(pool.begin_with(BEGIN).await?)
}

/// What is searched for, as the index knows it.
pub(super) async fn find_sought(
    conn: &mut PgConnection,
    search: &str,
    skill: Option<&str>,
    role: Option<DirectoryRole>,
) -> Result<Sought> {
    let row = sqlx::query!(
        r#"SELECT searchable($1) AS "text!", search_words($1) AS "words!", searchable($2) AS skill,
                  cardinality(show_trgm(searchable($1))) > 0 AS "may_be_similar!""#,
        search,
        skill,
    )
    .fetch_one(conn)
    .await?;
    Ok(Sought {
        may_be_similar: row.may_be_similar,
        ..Sought::new(row.text, row.words, role, row.skill)
    })
}

/// What others are told of a person.
struct PublicRow {
    id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_urls: Option<Json<AvatarUrls>>,
    headline: Option<String>,
    bio: Option<String>,
    location: Option<String>,
    links: Json<Vec<Link>>,
    skills: Vec<String>,
    is_instructor: bool,
    member_since: DateTime<Utc>,
}

impl From<PublicRow> for PublicProfile {
    fn from(row: PublicRow) -> Self {
        Self {
            id: UserId(row.id),
            username: row.username,
            display_name: row.display_name,
            avatar_urls: row.avatar_urls.map(|urls| urls.0),
            headline: row.headline,
            bio: row.bio,
            location: row.location,
            links: row.links.0,
            skills: row.skills,
            role: row.is_instructor.then_some(Role::Instructor),
            member_since: row.member_since,
        }
    }
}

/// Of these people those whom the viewer sees, in this order.
pub(super) async fn list_public(
    conn: &mut PgConnection,
    viewer: Viewer,
    ids: &[Uuid],
) -> Result<Vec<PublicProfile>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        PublicRow,
        r#"SELECT u.id, u.username, coalesce(p.display_name, p.first_name || ' ' || p.last_name) AS "display_name!",
                  p.avatar_urls AS "avatar_urls: Json<AvatarUrls>", p.headline, p.bio, p.location,
                  p.links AS "links: Json<Vec<Link>>", p.skills, u.role = 'instructor' AS "is_instructor!",
                  u.created_at AS member_since
           FROM visible_people($1, $2, $3) AS seen
           JOIN users AS u ON u.id = seen.user_id JOIN user_profiles AS p ON p.user_id = seen.user_id
           WHERE seen.user_id = ANY ($4) ORDER BY array_position($4, seen.user_id)"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(PublicProfile::from).collect())
}

/// Whom a handle names, as far as the viewer sees them.
pub(super) async fn find_id(
    conn: &mut PgConnection,
    viewer: Viewer,
    handle: &Handle,
) -> Result<Option<Uuid>> {
    let (id, username) = match handle {
        Handle::Id(id) => (Some(id.0), None),
        Handle::Username(name) => (None, Some(name)),
    };
    let found = sqlx::query_scalar!(
        r#"SELECT user_id AS "id!" FROM visible_person($1, $2, $3,
               coalesce($4, (SELECT user_id FROM people WHERE tenant_id = $1 AND username = $5)))"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        id,
        username,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found)
}

/// Whether somebody who looks so would see the person.
pub(super) async fn find_is_seen(
    conn: &mut PgConnection,
    person: UserId,
    audience: Audience,
    is_blocked: bool,
) -> Result<bool> {
    let seen = sqlx::query_scalar!(
        r#"SELECT is_seen(reach, $2, false, $3) AS "seen!" FROM people WHERE user_id = $1"#,
        person.0,
        audience as i16,
        is_blocked,
    )
    .fetch_optional(conn)
    .await?;
    seen.ok_or(Error::UserNotFound)
}

/// People who take courses that this one takes: of each of the person's newest `courses` courses the
/// `learners` who have begun last; whoever shares the most first.
pub(super) async fn list_suggestions(
    conn: &mut PgConnection,
    viewer: Viewer,
    (courses, learners): (i64, i64),
    limit: i64,
) -> Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(
        r#"WITH mine AS (
               SELECT course_id FROM user_enrollments
               WHERE tenant_id = $1 AND user_id = $2 AND status <> 'dropped'
               ORDER BY enrolled_at DESC, course_id LIMIT $4
           )
           SELECT other.user_id AS "id!" FROM mine CROSS JOIN LATERAL (
               SELECT e.user_id, e.enrolled_at
               FROM user_enrollments AS e JOIN visible_people($1, $2, $3) AS seen ON seen.user_id = e.user_id
               WHERE e.tenant_id = $1 AND e.course_id = mine.course_id AND e.status <> 'dropped'
                 AND seen.discoverable AND e.user_id <> $2
               ORDER BY e.enrolled_at DESC, e.user_id LIMIT $5
           ) AS other
           GROUP BY other.user_id ORDER BY count(*) DESC, max(other.enrolled_at) DESC, other.user_id LIMIT $6"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        courses,
        learners,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}
