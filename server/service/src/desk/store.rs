//! The SQL of profiles and settings.

use super::Desk;
use crate::{
    error::{Error, Result},
    profile,
    settings::SettingsRecord,
    told::store::{Told, telling},
};
use chrono::{DateTime, Utc};
use contract::{
    AuthId, TenantId, UserId,
    profile::{AvatarUrls, Link, ProfileView},
    settings::SettingsDocument,
};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use std::collections::HashSet;
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
    seen_user: i64,
    seen_profile: i64,
}

impl DeskRow {
    fn seen(&self) -> Seen {
        Seen {
            user: self.seen_user,
            profile: self.seen_profile,
        }
    }
}

/// Which transactions have written the two rows of a desk as it was read (`xmin`): as long as they still have, nobody
/// has changed anything of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    user: i64,
    profile: i64,
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

/// Desks of accounts that are not deleted; which, and how they are read, is said in the rest of the query.
macro_rules! desks {
    ($rest:literal, $($given:expr),+) => {
        sqlx::query_as!(
            DeskRow,
            r#"SELECT u.id, u.auth_id, u.tenant_id, u.email, u.username, p.first_name, p.last_name, p.display_name, p.headline,
                      p.avatar_url, p.avatar_urls AS "avatar_urls: Json<AvatarUrls>", p.bio, p.location, p.phone,
                      p.links AS "links: Json<Vec<Link>>", p.skills, p.visibility, p.discoverable,
                      p.settings AS "settings: Json<SettingsDocument>", p.settings_version,
                      p.settings_updated_at, u.role, u.status, u.email_verified, p.profile_completed,
                      u.last_active_at, u.created_at, u.updated_at, u.version,
                      u.xmin::text::bigint AS "seen_user!", p.xmin::text::bigint AS "seen_profile!"
               FROM users AS u JOIN user_profiles AS p ON p.user_id = u.id AND u.status <> 'deleted' "# + $rest,
            $($given),+
        )
    };
}

/// Somebody's desk.
pub(crate) async fn find_desk(conn: &mut PgConnection, id: UserId) -> Result<Option<Desk>> {
    let found = desks!("WHERE u.id = $1", id.0);
    let found = found.fetch_optional(conn).await?;
    found.map(Desk::try_from).transpose()
}

/// Of these those whose accounts are not deleted, in this order.
pub(crate) async fn list_desks(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Desk>> {
    let found = desks!(
        "JOIN unnest($1::uuid[]) WITH ORDINALITY AS one (id, ordinal) ON one.id = u.id ORDER BY one.ordinal",
        ids
    );
    let found = found.fetch_all(conn).await?;
    found.into_iter().map(Desk::try_from).collect()
}

/// Somebody's desk, kept from others until the transaction ends. Both rows are locked: so both are read as
/// whoever had them before has left them.
pub(super) async fn lock_desk(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<Desk>> {
    let found = desks!(
        "WHERE u.tenant_id = $1 AND u.id = $2 FOR NO KEY UPDATE OF u, p",
        tenant.0,
        id.0
    );
    let found = found.fetch_optional(conn).await?;
    found.map(Desk::try_from).transpose()
}

/// Desks of accounts that are not deleted, each with what is to be seen again when it is saved. How many there are,
/// Postgres is not to see (`telling`).
pub(super) async fn list_seen_desks(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<Vec<(Desk, Seen)>> {
    let found = desks!("WHERE u.id = ANY((SELECT $1::uuid[])::uuid[])", ids);
    let found = found.fetch_all(conn).await?;
    let seen = found.into_iter().map(|row| {
        let seen = row.seen();
        Ok((Desk::try_from(row)?, seen))
    });
    seen.collect()
}

/// A desk as it is saved: what a person may change of themselves, settings included.
#[derive(Serialize)]
struct SavedDesk<'a> {
    tenant_id: TenantId,
    user_id: UserId,
    seen_user: Option<i64>,
    seen_profile: Option<i64>,
    version: i64,
    updated_at: DateTime<Utc>,
    events: i64,
    first_name: &'a str,
    last_name: &'a str,
    display_name: &'a Option<String>,
    headline: &'a Option<String>,
    avatar_url: &'a Option<String>,
    avatar_urls: &'a Option<AvatarUrls>,
    bio: &'a Option<String>,
    location: &'a Option<String>,
    phone: &'a Option<String>,
    links: &'a [Link],
    skills: &'a [String],
    visibility: &'static str,
    discoverable: bool,
    profile_completed: bool,
    settings: &'a SettingsDocument,
    settings_version: i64,
    settings_updated_at: DateTime<Utc>,
}

impl<'a> SavedDesk<'a> {
    fn new(Desk { view, settings }: &'a Desk, seen: Option<Seen>, events: i64) -> Self {
        Self {
            events,
            seen_user: seen.map(|seen| seen.user),
            seen_profile: seen.map(|seen| seen.profile),
            tenant_id: view.tenant_id,
            user_id: view.id,
            version: view.version,
            updated_at: view.updated_at,
            first_name: &view.first_name,
            last_name: &view.last_name,
            display_name: &view.display_name,
            headline: &view.headline,
            avatar_url: &view.avatar_url,
            avatar_urls: &view.avatar_urls,
            bio: &view.bio,
            location: &view.location,
            phone: &view.phone,
            links: &view.links,
            skills: &view.skills,
            visibility: view.visibility.as_str(),
            discoverable: view.discoverable,
            profile_completed: view.profile_completed,
            settings: &settings.document,
            settings_version: settings.version,
            settings_updated_at: settings.updated_at,
        }
    }
}

/// Saves desks, but for their usernames, and what is told of them. The events are counted in the same rows, so that no
/// row is written twice. Gives whose were saved: those that nobody else has, and that are still as they were seen, where
/// that is asked.
pub(super) async fn update_desks<'a>(
    conn: &mut PgConnection,
    desks: impl Iterator<Item = (&'a Desk, Option<Seen>, i64)>,
    told: &Told<'_>,
) -> Result<HashSet<UserId>> {
    let saved: Vec<_> = desks
        .map(|(desk, seen, events)| SavedDesk::new(desk, seen, events))
        .collect();
    let written = telling!(
        told,
        beside r#"saved AS (
               SELECT desk.* FROM jsonb_to_recordset($19) AS desk (
                   tenant_id uuid, user_id uuid, seen_user xid, seen_profile xid, version bigint, updated_at timestamptz,
                   events bigint, first_name text, last_name text, display_name text, headline text, avatar_url text,
                   avatar_urls jsonb, bio text, location text, phone text, links jsonb, skills text[], visibility text,
                   discoverable boolean, profile_completed boolean, settings jsonb, settings_version bigint,
                   settings_updated_at timestamptz)
               JOIN users AS u ON u.tenant_id = desk.tenant_id AND u.id = desk.user_id AND u.status <> 'deleted'
                   AND u.xmin = coalesce(desk.seen_user, u.xmin)
               JOIN user_profiles AS p ON p.user_id = desk.user_id AND p.xmin = coalesce(desk.seen_profile, p.xmin)
               FOR NO KEY UPDATE OF u, p SKIP LOCKED
           ), counted AS (
               UPDATE users AS u
               SET version = saved.version, updated_at = saved.updated_at, event_sequence = u.event_sequence + saved.events
               FROM saved WHERE u.tenant_id = saved.tenant_id AND u.id = saved.user_id
               RETURNING u.tenant_id, u.id, u.event_sequence - saved.events AS before
           ), profile AS (
               UPDATE user_profiles AS p
               SET first_name = saved.first_name, last_name = saved.last_name, display_name = saved.display_name,
                   headline = saved.headline, avatar_url = saved.avatar_url, avatar_urls = saved.avatar_urls,
                   bio = saved.bio, location = saved.location, phone = saved.phone, links = saved.links,
                   skills = saved.skills, visibility = saved.visibility, discoverable = saved.discoverable,
                   profile_completed = saved.profile_completed, settings = saved.settings,
                   settings_version = saved.settings_version, settings_updated_at = saved.settings_updated_at
               FROM saved WHERE p.tenant_id = saved.tenant_id AND p.user_id = saved.user_id
           )"#,
        Json(&saved) as _
    )
    .fetch_all(conn)
    .await?;
    Ok(written.into_iter().map(UserId).collect())
}

/// Saves the username of a desk that this transaction has locked.
pub(super) async fn update_username(conn: &mut PgConnection, view: &ProfileView) -> Result<()> {
    sqlx::query!(
        "UPDATE users SET username = $3 WHERE tenant_id = $1 AND id = $2",
        view.tenant_id.0,
        view.id.0,
        view.username,
    )
    .execute(conn)
    .await
    .map_err(profile::name_taken)?;
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
