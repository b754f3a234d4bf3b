//! The SQL of profiles and settings.

use super::Desk;
use crate::{
    error::{Error, Result},
    settings::SettingsRecord,
};
use chrono::{DateTime, Utc};
use contract::{
    AuthId, TenantId, UserId,
    profile::{AvatarUrls, Link, ProfileView},
    settings::SettingsDocument,
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

/// A person's two rows, joined.
struct DeskRow {
    id: Uuid,
    auth_id: Uuid,
    tenant_id: Uuid,
    email: String,
    username: Option<String>,
    first_name: String,
    last_name: String,
    display_name: Option<String>,
    headline: Option<String>,
    avatar_url: Option<String>,
    avatar_urls: Option<Json<AvatarUrls>>,
    bio: Option<String>,
    location: Option<String>,
    phone: Option<String>,
    links: Json<Vec<Link>>,
    skills: Vec<String>,
    visibility: String,
    discoverable: bool,
    settings: Json<SettingsDocument>,
    settings_version: i64,
    settings_updated_at: Option<DateTime<Utc>>,
    role: String,
    status: String,
    email_verified: bool,
    profile_completed: bool,
    last_active_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<DeskRow> for Desk {
    type Error = Error;

    fn try_from(row: DeskRow) -> Result<Self> {
        let settings = SettingsRecord {
            document: row.settings.0,
            version: row.settings_version,
            updated_at: row.settings_updated_at.unwrap_or(row.created_at),
        };
        let view = ProfileView {
            id: UserId(row.id),
            auth_id: AuthId(row.auth_id),
            tenant_id: TenantId(row.tenant_id),
            email: row.email,
            username: row.username,
            first_name: row.first_name,
            last_name: row.last_name,
            display_name: row.display_name,
            headline: row.headline,
            avatar_url: row.avatar_url,
            avatar_urls: row.avatar_urls.map(|urls| urls.0),
            bio: row.bio,
            location: row.location,
            phone: row.phone,
            timezone: settings.settings().timezone.clone(),
            language: settings.settings().language,
            links: row.links.0,
            skills: row.skills,
            visibility: row.visibility.parse().map_err(Error::internal)?,
            discoverable: row.discoverable,
            role: row.role.parse().map_err(Error::internal)?,
            status: row.status.parse().map_err(Error::internal)?,
            email_verified: row.email_verified,
            profile_completed: row.profile_completed,
            profile_completion_percentage: None,
            profile_completion: None,
            last_active_at: row.last_active_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        };
        Ok(Self { view, settings })
    }
}

/// Somebody whose account is not deleted.
pub(crate) async fn find_desk(conn: &mut PgConnection, id: UserId) -> Result<Option<Desk>> {
    sqlx::query_as!(
        DeskRow,
        r#"SELECT u.id, u.auth_id, u.tenant_id, u.email, u.username, p.first_name, p.last_name, p.display_name, p.headline,
                  p.avatar_url, p.avatar_urls AS "avatar_urls: Json<AvatarUrls>", p.bio, p.location, p.phone,
                  p.links AS "links: Json<Vec<Link>>", p.skills, p.visibility, p.discoverable,
                  p.settings AS "settings: Json<SettingsDocument>", p.settings_version,
                  p.settings_updated_at, u.role, u.status, u.email_verified, p.profile_completed,
                  u.last_active_at, u.created_at, u.updated_at, u.version
           FROM users AS u JOIN user_profiles AS p ON p.user_id = u.id
           WHERE u.id = $1 AND u.status <> 'deleted'"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(Desk::try_from)
    .transpose()
}

/// Of these those whose accounts are not deleted, in this order.
pub(crate) async fn list_desks(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Desk>> {
    let rows = sqlx::query_as!(
        DeskRow,
        r#"SELECT u.id, u.auth_id, u.tenant_id, u.email, u.username, p.first_name, p.last_name, p.display_name, p.headline,
                  p.avatar_url, p.avatar_urls AS "avatar_urls: Json<AvatarUrls>", p.bio, p.location, p.phone,
                  p.links AS "links: Json<Vec<Link>>", p.skills, p.visibility, p.discoverable,
                  p.settings AS "settings: Json<SettingsDocument>", p.settings_version,
                  p.settings_updated_at, u.role, u.status, u.email_verified, p.profile_completed,
                  u.last_active_at, u.created_at, u.updated_at, u.version
           FROM unnest($1::uuid[]) WITH ORDINALITY AS one (id, ordinal)
           JOIN users AS u ON u.id = one.id JOIN user_profiles AS p ON p.user_id = one.id
           WHERE u.status <> 'deleted' ORDER BY one.ordinal"#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Desk::try_from).collect()
}

/// The same, kept from others until the transaction ends.
pub(super) async fn lock_desk(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<Desk>> {
    let locked = sqlx::query!(
        r#"SELECT 1 AS "one!" FROM users WHERE tenant_id = $1 AND id = $2 AND status <> 'deleted' FOR NO KEY UPDATE"#,
        tenant.0,
        id.0,
    )
    .fetch_optional(&mut *conn)
    .await?;
    if locked.is_none() {
        return Ok(None);
    }
    find_desk(conn, id).await
}

/// Saves what a person may change of themselves, settings included.
pub(super) async fn update_desk(conn: &mut PgConnection, desk: &Desk) -> Result<(), sqlx::Error> {
    let Desk { view, settings } = desk;
    sqlx::query!(
        r#"WITH identity AS (
               UPDATE users SET username = $3, version = $4, updated_at = $5 WHERE tenant_id = $1 AND id = $2
           )
           UPDATE user_profiles
           SET first_name = $6, last_name = $7, display_name = $8, headline = $9, avatar_url = $10, bio = $11,
               location = $12, phone = $13, links = $14, skills = $15, visibility = $16, discoverable = $17,
               profile_completed = $18, settings = $19, settings_version = $20, settings_updated_at = $21,
               avatar_urls = $22
           WHERE tenant_id = $1 AND user_id = $2"#,
        view.tenant_id.0,
        view.id.0,
        view.username,
        view.version,
        view.updated_at,
        view.first_name,
        view.last_name,
        view.display_name,
        view.headline,
        view.avatar_url,
        view.bio,
        view.location,
        view.phone,
        Json(&view.links) as _,
        &view.skills,
        view.visibility.as_str(),
        view.discoverable,
        view.profile_completed,
        Json(&settings.document) as _,
        settings.version,
        settings.updated_at,
        view.avatar_urls.as_ref().map(Json) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Saves the profile of a new account.
pub(crate) async fn insert_profile(
    conn: &mut PgConnection,
    view: &ProfileView,
    document: &SettingsDocument,
) -> Result<()> {
    sqlx::query!(
        r#"INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name, display_name, headline, avatar_url, bio,
               location, phone, links, skills, visibility, discoverable, profile_completed, settings)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"#,
        view.id.0,
        view.tenant_id.0,
        view.first_name,
        view.last_name,
        view.display_name,
        view.headline,
        view.avatar_url,
        view.bio,
        view.location,
        view.phone,
        Json(&view.links) as _,
        &view.skills,
        view.visibility.as_str(),
        view.discoverable,
        view.profile_completed,
        Json(document) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
