//! The SQL of looking at others. Who is among them is said by `visible_people()` alone.

use super::{
    place::Place,
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
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
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
        r#"SELECT searchable($1) AS "text!", search_words($1) AS "words!", searchable($2) AS skill"#,
        search,
        skill,
    )
    .fetch_one(conn)
    .await?;
    Ok(Sought::new(row.text, row.words, role, row.skill))
}

/// Somebody on the way to a page: who, and where in its order.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) similarity: f32,
}

/// A stretch of the directory in its order, by name.
pub(super) struct Stretch<'a> {
    /// Whose username is not this, since they came before.
    pub(super) not: &'a str,
    /// Names from here
    pub(super) from: &'a str,
    /// to before here.
    pub(super) to: &'a str,
    /// What the index must hold of them.
    pub(super) needed: &'a [String],
    /// Behind this one.
    pub(super) after: Option<&'a Place>,
}

impl Stretch<'_> {
    fn after(&self) -> (&str, Uuid) {
        self.after
            .map_or(("", Uuid::nil()), |place| (&place.name, place.id))
    }
}

/// Whose username it is, if the directory shows them.
pub(super) async fn find_by_username(
    conn: &mut PgConnection,
    viewer: Viewer,
    username: &str,
    marks: &[String],
) -> Result<Option<Found>> {
    let found = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND username = $4 AND words @> $5"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        username,
        marks,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| Found {
        id: row.id,
        name: row.name,
        similarity: 0.0,
    }))
}

pub(super) async fn list_stretch(
    conn: &mut PgConnection,
    viewer: Viewer,
    stretch: &Stretch<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Found>> {
    let (after_name, after_id) = stretch.after();
    let rows = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!" FROM visible_people($1, $2, $3)
           WHERE discoverable AND name >= $4 AND name < $5 AND (name, user_id) > ($6, $7)
             AND username IS DISTINCT FROM $8 AND (cardinality($9::text[]) = 0 OR beginnings(words) @> $9)
           ORDER BY name, user_id LIMIT $10 OFFSET $11"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        stretch.from,
        stretch.to,
        after_name,
        after_id,
        stretch.not,
        stretch.needed,
        limit,
        offset,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().map(|row| Found {
        id: row.id,
        name: row.name,
        similarity: 0.0,
    });
    Ok(found.collect())
}

/// How many entries a stretch has.
pub(super) async fn count_stretch(
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

/// People whose names are similar (`pg_trgm`'s word similarity, at least its default of 0.6), the most
/// similar first.
pub(super) async fn list_similar(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
    after: Option<&Place>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Found>> {
    let rows = sqlx::query!(
        r#"SELECT user_id AS "id!", name AS "name!", word_similarity($4, name) AS "similarity!"
           FROM visible_people($1, $2, $3)
           WHERE discoverable AND $4 <% name AND words @> $5
             AND ($6::real IS NULL OR (-word_similarity($4, name), name, user_id) > (-$6, $7, $8))
           ORDER BY word_similarity($4, name) DESC, name, user_id LIMIT $9 OFFSET $10"#,
        viewer.tenant.0,
        viewer.id,
        viewer.audience as i16,
        sought.text,
        &sought.marks,
        after.map(|place| place.similarity),
        after.map_or("", |place| &place.name),
        after.map_or(Uuid::nil(), |place| place.id),
        limit,
        offset,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().map(|row| Found {
        id: row.id,
        name: row.name,
        similarity: row.similarity,
    });
    Ok(found.collect())
}

/// How many people have similar names.
pub(super) async fn count_similar(
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
pub(super) async fn count(
    conn: &mut PgConnection,
    viewer: Viewer,
    sought: &Sought,
) -> Result<i64> {
    let sees_all = viewer.audience == Audience::Admin;
    let usual = match sought.tally() {
        Some((beginning, role)) => {
            find_tally(conn, viewer, beginning, role, sees_all).await?
        }
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

async fn count_needed(
    conn: &mut PgConnection,
    viewer: Viewer,
    needed: &[String],
) -> Result<i64> {
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
        r#"SELECT user_id AS "id!" FROM visible_people($1, $2, $3) WHERE user_id = $4 OR username = $5"#,
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
