//! The SQL of applications to teach.

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::{
    ApplicationId, TenantId, UserId,
    directory::{PersonRef, PublicProfile},
    instructor_application::{Applicant, ApplicationStatus, ApplicationView, ReviewView},
    paging::{Page, PageRequest},
    profile::{AvatarUrls, Link},
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    user_id: Uuid,
    status: String,
    motivation: String,
    expertise: Vec<String>,
    links: Json<Vec<Link>>,
    submitted_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<Uuid>,
    reason: Option<String>,
    version: i64,
}

impl TryFrom<Row> for ApplicationView {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: ApplicationId(row.id),
            user_id: UserId(row.user_id),
            status: row.status.parse().map_err(Error::internal)?,
            motivation: row.motivation,
            expertise: row.expertise,
            links: row.links.0,
            submitted_at: row.submitted_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by.map(UserId),
            reason: row.reason,
            reapply_from: None,
            version: row.version,
        })
    }
}

/// A person's last applications, the last first.
pub(super) async fn list_own(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
    limit: i64,
) -> Result<Vec<ApplicationView>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, status, motivation, expertise, links AS "links: Json<Vec<Link>>", submitted_at, decided_at,
                  decided_by, reason, version
           FROM instructor_applications WHERE tenant_id = $1 AND user_id = $2
           ORDER BY submitted_at DESC, id DESC LIMIT $3"#,
        tenant.0,
        id.0,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(ApplicationView::try_from).collect()
}

pub(super) async fn find_last(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<ApplicationView>> {
    Ok(list_own(conn, tenant, id, 1).await?.into_iter().next())
}

/// Whether an application of theirs is under review.
pub(crate) async fn is_pending(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM instructor_applications WHERE tenant_id = $1 AND user_id = $2 AND status = 'pending')
               AS "found!""#,
        tenant.0,
        id.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// The applications under review of these people, kept from others until the transaction ends.
pub(super) async fn lock_pending(
    conn: &mut PgConnection,
    tenant: TenantId,
    ids: &[UserId],
) -> Result<Vec<ApplicationView>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, user_id, status, motivation, expertise, links AS "links: Json<Vec<Link>>", submitted_at, decided_at,
                  decided_by, reason, version
           FROM instructor_applications WHERE tenant_id = $1 AND user_id = ANY ($2) AND status = 'pending'
           ORDER BY user_id FOR NO KEY UPDATE"#,
        tenant.0,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(ApplicationView::try_from).collect()
}

pub(super) async fn insert_application(
    conn: &mut PgConnection,
    tenant: TenantId,
    new: &ApplicationView,
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO instructor_applications (id, tenant_id, user_id, status, motivation, expertise, links, submitted_at,
                                                version)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        new.id.0,
        tenant.0,
        new.user_id.0,
        new.status.as_str(),
        new.motivation,
        &new.expertise,
        Json(&new.links) as _,
        new.submitted_at,
        new.version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What became of applications.
pub(super) async fn update_decided(
    conn: &mut PgConnection,
    tenant: TenantId,
    decided: &[ApplicationView],
) -> Result<()> {
    if decided.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = decided.iter().map(|one| one.id.0).collect();
    let statuses: Vec<String> = decided.iter().map(|one| one.status.to_string()).collect();
    let times: Vec<Option<DateTime<Utc>>> = decided.iter().map(|one| one.decided_at).collect();
    let deciders: Vec<Option<Uuid>> = decided
        .iter()
        .map(|one| one.decided_by.map(|id| id.0))
        .collect();
    let reasons: Vec<Option<String>> = decided.iter().map(|one| one.reason.clone()).collect();
    sqlx::query!(
        r#"UPDATE instructor_applications AS a
           SET status = d.status, decided_at = d.at, decided_by = d.by, reason = d.reason, version = version + 1,
               claimed_by = NULL, claimed_at = NULL
           FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[]) AS d (id, status, at, by, reason)
           WHERE a.tenant_id = $1 AND a.id = d.id"#,
        tenant.0,
        &ids,
        &statuses,
        &times as &[Option<DateTime<Utc>>],
        &deciders as &[Option<Uuid>],
        &reasons as &[Option<String>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An application's claim as it was before it was changed.
pub(super) struct Claimed {
    pub(super) user_id: Uuid,
    pub(super) before: Option<Uuid>,
}

/// Gives whose application it is and who had it; none where it is not under review, or not in the tenant.
/// Giving back takes only one's own claim away.
pub(super) async fn update_claim(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: ApplicationId,
    who: UserId,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<Option<Claimed>> {
    let claimed = sqlx::query_as!(
        Claimed,
        r#"WITH known AS (
               SELECT id, claimed_by FROM instructor_applications
               WHERE tenant_id = $1 AND id = $2 AND status = 'pending' AND ($4::uuid IS NOT NULL OR claimed_by = $3)
               FOR NO KEY UPDATE
           )
           UPDATE instructor_applications AS a
           SET claimed_by = $4, claimed_at = CASE WHEN $4::uuid IS NOT NULL THEN $5::timestamptz END
           FROM known WHERE a.id = known.id
           RETURNING a.user_id, known.claimed_by AS before"#,
        tenant.0,
        id.0,
        who.0,
        by.map(|id| id.0),
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(claimed)
}

struct ReviewRow {
    id: Uuid,
    user_id: Uuid,
    status: String,
    motivation: String,
    expertise: Vec<String>,
    links: Json<Vec<Link>>,
    submitted_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<Uuid>,
    reason: Option<String>,
    version: i64,
    is_there: bool,
    email: String,
    username: Option<String>,
    display_name: String,
    avatar_urls: Option<Json<AvatarUrls>>,
    headline: Option<String>,
    bio: Option<String>,
    location: Option<String>,
    profile_links: Json<Vec<Link>>,
    skills: Vec<String>,
    role: String,
    member_since: DateTime<Utc>,
    claimer_id: Option<Uuid>,
    claimer_username: Option<String>,
    claimer_name: Option<String>,
    claimer_avatar_urls: Option<Json<AvatarUrls>>,
    claimed_at: Option<DateTime<Utc>>,
    decider_id: Option<Uuid>,
    decider_username: Option<String>,
    decider_name: Option<String>,
    decider_avatar_urls: Option<Json<AvatarUrls>>,
}

impl TryFrom<ReviewRow> for ReviewView {
    type Error = Error;

    fn try_from(row: ReviewRow) -> Result<Self> {
        let user_id = UserId(row.user_id);
        let role = row.role.parse().map_err(Error::internal)?;
        let profile = PublicProfile {
            id: user_id,
            username: row.username,
            display_name: row.display_name,
            avatar_urls: row.avatar_urls.map(|urls| urls.0),
            headline: row.headline,
            bio: row.bio,
            location: row.location,
            links: row.profile_links.0,
            skills: row.skills,
            role: Some(role).filter(|role| *role == contract::account::Role::Instructor),
            member_since: row.member_since,
        };
        let claimed_by = row
            .claimer_id
            .zip(row.claimer_name)
            .map(|(id, name)| PersonRef {
                id: UserId(id),
                username: row.claimer_username,
                display_name: name,
                avatar_urls: row.claimer_avatar_urls.map(|urls| urls.0),
            });
        let decider = row
            .decider_id
            .zip(row.decider_name)
            .map(|(id, name)| PersonRef {
                id: UserId(id),
                username: row.decider_username,
                display_name: name,
                avatar_urls: row.decider_avatar_urls.map(|urls| urls.0),
            });
        let application = Row {
            id: row.id,
            user_id: row.user_id,
            status: row.status,
            motivation: row.motivation,
            expertise: row.expertise,
            links: row.links,
            submitted_at: row.submitted_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            reason: row.reason,
            version: row.version,
        };
        let email = row.email;
        Ok(Self {
            application: application.try_into()?,
            applicant: row.is_there.then_some(Applicant { profile, email }),
            claimed_at: row.claimed_at.filter(|_| claimed_by.is_some()),
            claimed_by,
            decider,
        })
    }
}

/// Applications with who applies and who has taken them up since: one, or those of a status whose
/// applicant's names, username or e-mail address hold `search`. The application of somebody who is shut out
/// cannot be decided, so it is not among those under review until they are back.
async fn select_reviews(
    conn: &mut PgConnection,
    tenant: TenantId,
    (id, status, search): (Option<ApplicationId>, Option<ApplicationStatus>, &str),
    claimed_since: DateTime<Utc>,
    (limit, offset): (i64, i64),
) -> Result<Vec<ReviewView>> {
    let rows = sqlx::query_as!(
        ReviewRow,
        r#"SELECT a.id, a.user_id, a.status, a.motivation, a.expertise, a.links AS "links: Json<Vec<Link>>", a.submitted_at,
                  a.decided_at, a.decided_by, a.reason, a.version, u.status <> 'deleted' AS "is_there!", u.email, u.username,
                  coalesce(p.display_name, p.first_name || ' ' || p.last_name) AS "display_name!",
                  p.avatar_urls AS "avatar_urls: Json<AvatarUrls>", p.headline, p.bio, p.location,
                  p.links AS "profile_links: Json<Vec<Link>>", p.skills, u.role, u.created_at AS member_since,
                  c.id AS "claimer_id?", c.username AS claimer_username,
                  coalesce(cp.display_name, cp.first_name || ' ' || cp.last_name) AS claimer_name,
                  cp.avatar_urls AS "claimer_avatar_urls: Json<AvatarUrls>", a.claimed_at,
                  d.id AS "decider_id?", d.username AS decider_username,
                  coalesce(dp.display_name, dp.first_name || ' ' || dp.last_name) AS decider_name,
                  dp.avatar_urls AS "decider_avatar_urls: Json<AvatarUrls>"
           FROM instructor_applications AS a
           JOIN users AS u ON u.id = a.user_id JOIN user_profiles AS p ON p.user_id = a.user_id
           LEFT JOIN users AS c ON c.id = a.claimed_by AND a.claimed_at > $5 AND c.status <> 'deleted'
           LEFT JOIN user_profiles AS cp ON cp.user_id = c.id
           LEFT JOIN users AS d ON d.id = a.decided_by AND d.status <> 'deleted'
           LEFT JOIN user_profiles AS dp ON dp.user_id = d.id
           WHERE a.tenant_id = $1 AND ($2::uuid IS NULL OR a.id = $2) AND ($3::text IS NULL OR a.status = $3)
             AND ($3::text IS DISTINCT FROM 'pending' OR u.status = 'pending_instructor_review')
             AND ($4 = '' OR (u.status <> 'deleted' AND strpos(searchable(concat_ws(chr(31), p.first_name || ' ' || p.last_name,
                     p.display_name, u.username, u.email)), searchable($4)) > 0))
           ORDER BY a.submitted_at, a.id LIMIT $6 OFFSET $7"#,
        tenant.0,
        id.map(|id| id.0),
        status.map(ApplicationStatus::as_str),
        search,
        claimed_since,
        limit,
        offset,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(ReviewView::try_from).collect()
}

pub(super) async fn find_review(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: ApplicationId,
    claimed_since: DateTime<Utc>,
) -> Result<Option<ReviewView>> {
    let found = select_reviews(conn, tenant, (Some(id), None, ""), claimed_since, (1, 0)).await?;
    Ok(found.into_iter().next())
}

pub(super) async fn list_reviews(
    conn: &mut PgConnection,
    tenant: TenantId,
    (status, search): (ApplicationStatus, &str),
    claimed_since: DateTime<Utc>,
    page: PageRequest,
) -> Result<Page<ReviewView>> {
    let stretch = (i64::from(page.limit), page.offset());
    let asked = (None, Some(status), search);
    let entries = select_reviews(conn, tenant, asked, claimed_since, stretch).await?;
    let total = match page.last_of(entries.len()) {
        Some(total) => total,
        None => count_found(conn, tenant, status, search).await?,
    };
    Ok(Page { entries, total })
}

async fn count_found(
    conn: &mut PgConnection,
    tenant: TenantId,
    status: ApplicationStatus,
    search: &str,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!"
           FROM instructor_applications AS a
           JOIN users AS u ON u.id = a.user_id JOIN user_profiles AS p ON p.user_id = a.user_id
           WHERE a.tenant_id = $1 AND a.status = $2 AND ($2 <> 'pending' OR u.status = 'pending_instructor_review')
             AND ($3 = '' OR (u.status <> 'deleted' AND strpos(searchable(concat_ws(chr(31), p.first_name || ' ' || p.last_name,
                     p.display_name, u.username, u.email)), searchable($3)) > 0))"#,
        tenant.0,
        status.as_str(),
        search,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many applications are under review. That of somebody who is shut out waits until they are back.
pub(super) async fn count_pending(conn: &mut PgConnection, tenant: TenantId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM instructor_applications AS a JOIN users AS u ON u.id = a.user_id
           WHERE a.tenant_id = $1 AND a.status = 'pending' AND u.status = 'pending_instructor_review'"#,
        tenant.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}
