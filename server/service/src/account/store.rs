//! The SQL of identity.

use crate::{
    ctx::Person,
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{AuthId, TenantId, UserId, profile::ProfileView};
use sqlx::PgConnection;
use uuid::Uuid;

struct PersonRow {
    id: Uuid,
    auth_id: Uuid,
    tenant_id: Uuid,
    role: String,
    status: String,
}

impl TryFrom<PersonRow> for Person {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self> {
        Ok(Self {
            id: UserId(row.id),
            auth_id: AuthId(row.auth_id),
            tenant_id: TenantId(row.tenant_id),
            role: row.role.parse().map_err(Error::internal)?,
            status: row.status.parse().map_err(Error::internal)?,
        })
    }
}

pub(super) async fn find_person(conn: &mut PgConnection, id: UserId) -> Result<Option<Person>> {
    sqlx::query_as!(
        PersonRow,
        "SELECT id, auth_id, tenant_id, role, status FROM users WHERE id = $1 AND status <> 'deleted'",
        id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(Person::try_from)
    .transpose()
}

pub(super) async fn find_person_by_auth_id(
    conn: &mut PgConnection,
    tenant: TenantId,
    auth_id: AuthId,
) -> Result<Option<Person>> {
    sqlx::query_as!(
        PersonRow,
        r#"SELECT id, auth_id, tenant_id, role, status FROM users
           WHERE tenant_id = $1 AND auth_id = $2 AND status <> 'deleted'"#,
        tenant.0,
        auth_id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(Person::try_from)
    .transpose()
}

pub(super) async fn insert_tenant(
    conn: &mut PgConnection,
    tenant: TenantId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO tenants (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        tenant.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Says `false` where a unique value is taken; the constraints settle every race.
pub(super) async fn insert_user(conn: &mut PgConnection, view: &ProfileView) -> Result<bool> {
    let inserted = sqlx::query!(
        r#"INSERT INTO users (id, tenant_id, auth_id, email, username, role, status, email_verified, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT DO NOTHING"#,
        view.id.0,
        view.tenant_id.0,
        view.auth_id.0,
        view.email,
        view.username,
        view.role.as_str(),
        view.status.as_str(),
        view.email_verified,
        view.created_at,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Which unique values of a new account somebody else has.
pub(super) struct Taken {
    pub(super) auth_id: bool,
    pub(super) email: bool,
}

pub(super) async fn find_taken(conn: &mut PgConnection, view: &ProfileView) -> Result<Taken> {
    let row = sqlx::query!(
        r#"SELECT coalesce(bool_or(auth_id = $2), false) AS "auth_id!", coalesce(bool_or(email = $3), false) AS "email!"
           FROM users WHERE tenant_id = $1 AND status <> 'deleted' AND (auth_id = $2 OR email = $3)"#,
        view.tenant_id.0,
        view.auth_id.0,
        view.email,
    )
    .fetch_one(conn)
    .await?;
    Ok(Taken {
        auth_id: row.auth_id,
        email: row.email,
    })
}

pub(super) async fn update_login(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        r#"UPDATE users
           SET login_count = login_count + 1, last_login_at = greatest(last_login_at, $3), last_active_at = greatest(last_active_at, $3)
           WHERE tenant_id = $1 AND id = $2"#,
        tenant.0,
        id.0,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
