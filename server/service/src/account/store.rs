//! The SQL of identity.

use super::Tenant;
use super::standing::{Move, Standing};
use crate::{
    Ctx,
    audit::Change,
    ctx::Person,
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{AuthId, TenantId, UserId, profile::ProfileView};
use serde_json::json;
use sqlx::{PgConnection, PgPool};
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

/// Says `false` where the tenant is there already.
pub(super) async fn insert_tenant(
    conn: &mut PgConnection,
    tenant: TenantId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let inserted = sqlx::query!(
        "INSERT INTO tenants (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        tenant.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// All tenants, the oldest first, with how many accounts they have.
pub(super) async fn list_tenants(pool: &PgPool) -> Result<Vec<Tenant>> {
    let rows = sqlx::query!(
        r#"SELECT t.id, t.created_at, coalesce(u.accounts, 0) AS "accounts!"
           FROM tenants AS t
           LEFT JOIN (SELECT tenant_id, count(*) AS accounts FROM users WHERE status <> 'deleted' GROUP BY tenant_id) AS u
               ON u.tenant_id = t.id
           ORDER BY t.created_at, t.id"#
    )
    .fetch_all(pool)
    .await?;
    let tenants = rows.into_iter().map(|row| Tenant {
        id: TenantId(row.id),
        created_at: row.created_at,
        accounts: row.accounts,
    });
    Ok(tenants.collect())
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

/// What a sign-in changes.
pub(super) struct Login {
    count: i64,
    last_login_at: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    last_active_at: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
}

impl Login {
    /// As the audit log keeps it.
    pub(super) fn changes(self) -> Vec<Change> {
        let time = |field: &str, (before, after): (_, _)| {
            (before != after).then(|| Change::new(field, json!(before), json!(after)))
        };
        let count = Change::new("loginCount", json!(self.count - 1), json!(self.count));
        let times = [
            time("lastLoginAt", self.last_login_at),
            time("lastActiveAt", self.last_active_at),
        ];
        std::iter::once(count)
            .chain(times.into_iter().flatten())
            .collect()
    }
}

/// Gives nothing where nobody is there.
pub(super) async fn update_login(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
    at: DateTime<Utc>,
) -> Result<Option<Login>> {
    let row = sqlx::query!(
        r#"UPDATE users AS u
           SET login_count = u.login_count + 1, last_login_at = greatest(u.last_login_at, $3),
               last_active_at = greatest(u.last_active_at, $3)
           FROM (SELECT id, last_login_at, last_active_at FROM users WHERE tenant_id = $1 AND id = $2
                 FOR NO KEY UPDATE) AS before
           WHERE u.id = before.id
           RETURNING u.login_count, before.last_login_at AS login_before, u.last_login_at,
                     before.last_active_at AS active_before, u.last_active_at"#,
        tenant.0,
        id.0,
        at,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Login {
        count: row.login_count,
        last_login_at: (row.login_before, row.last_login_at),
        last_active_at: (row.active_before, row.last_active_at),
    }))
}

struct StandingRow {
    id: Uuid,
    auth_id: Uuid,
    tenant_id: Uuid,
    role: String,
    status: String,
    version: i64,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Error;

    fn try_from(row: StandingRow) -> Result<Self> {
        let StandingRow {
            id,
            auth_id,
            tenant_id,
            role,
            status,
            version,
        } = row;
        let person = PersonRow {
            id,
            auth_id,
            tenant_id,
            role,
            status,
        };
        Ok(Self {
            person: Person::try_from(person)?,
            version,
        })
    }
}

/// Who of these is in the tenant.
pub(super) async fn find_standings(
    conn: &mut PgConnection,
    tenant: TenantId,
    ids: &[UserId],
) -> Result<Vec<Standing>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        StandingRow,
        r#"SELECT id, auth_id, tenant_id, role, status, version FROM users
           WHERE tenant_id = $1 AND id = ANY ($2) AND status <> 'deleted' ORDER BY id"#,
        tenant.0,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Standing::try_from).collect()
}

/// The same, kept from others until the transaction ends.
pub(super) async fn lock_standings(
    conn: &mut PgConnection,
    tenant: TenantId,
    ids: &[UserId],
) -> Result<Vec<Standing>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        StandingRow,
        r#"SELECT id, auth_id, tenant_id, role, status, version FROM users
           WHERE tenant_id = $1 AND id = ANY ($2) AND status <> 'deleted' ORDER BY id FOR NO KEY UPDATE"#,
        tenant.0,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Standing::try_from).collect()
}

/// One after the other, of those who may take an admin of the tenant away.
pub(super) async fn lock_admins(conn: &mut PgConnection, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        r#"SELECT pg_advisory_xact_lock(hashtextextended('admins of ' || $1::text, 0)) AS "locked: ()""#,
        tenant.to_string(),
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// How many admins the tenant has whose accounts are in use.
pub(super) async fn count_active_admins(conn: &mut PgConnection, tenant: TenantId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM users
           WHERE tenant_id = $1 AND role = 'admin' AND status IN ('active', 'pending_instructor_review')"#,
        tenant.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

pub(super) async fn update_standings(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    moves: &[Move],
) -> Result<()> {
    let ids: Vec<Uuid> = moves.iter().map(|one| one.from.id.0).collect();
    let roles: Vec<String> = moves.iter().map(|one| one.role.to_string()).collect();
    let statuses: Vec<String> = moves.iter().map(|one| one.status.to_string()).collect();
    let updated = sqlx::query!(
        r#"UPDATE users AS u SET role = to_be.role, status = to_be.status, version = version + 1, updated_at = $5
           FROM unnest($2::uuid[], $3::text[], $4::text[]) AS to_be (id, role, status)
           WHERE u.tenant_id = $1 AND u.id = to_be.id"#,
        tenant.0,
        &ids,
        &roles,
        &statuses,
        ctx.now,
    )
    .execute(conn)
    .await?;
    if usize::try_from(updated.rows_affected()).ok() != Some(moves.len()) {
        return Err(Error::internal("somebody who was locked is not there"));
    }
    Ok(())
}
