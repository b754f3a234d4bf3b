//! Where people stand: their role and the status of their account, changed in a transaction of the
//! caller's, many at once. Followers are told, and what changed is handed to the audit log.

use super::store;
use crate::{
    Ctx,
    audit::Change,
    ctx::{Person, administers},
    error::{Error, Result},
    outbox,
};
use contract::{
    TenantId, UserId,
    account::{AccountStatus, Role},
    event::{UserDeleted, UserEvent, UserRoleChanged, UserStatusChanged},
};
use serde_json::json;
use sqlx::PgConnection;

/// Somebody whose row this transaction has locked.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// As they are.
    pub(crate) person: Person,
    /// Version of their row.
    pub(crate) version: i64,
}

/// Somebody, and what they become.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    /// As they are.
    pub(crate) from: Person,
    /// Their role from now on.
    pub(crate) role: Role,
    /// Where their account stands from now on.
    pub(crate) status: AccountStatus,
}

impl Move {
    /// What the audit log is told.
    pub(crate) fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.from.role != self.role {
            changes.push(Change::new("role", json!(self.from.role), json!(self.role)));
        }
        if self.from.status != self.status {
            let (before, after) = (json!(self.from.status), json!(self.status));
            changes.push(Change::new("status", before, after));
        }
        changes
    }

    /// What followers are told.
    fn events(&self, changed_by: Option<UserId>, reason: Option<&str>) -> Vec<UserEvent> {
        let (user_id, auth_id) = (self.from.id, self.from.auth_id);
        if self.status == AccountStatus::Deleted {
            return vec![UserEvent::Deleted(UserDeleted { user_id, auth_id })];
        }
        let mut events = Vec::new();
        if self.from.role != self.role {
            events.push(UserEvent::RoleChanged(UserRoleChanged {
                user_id,
                auth_id,
                old_role: self.from.role,
                new_role: self.role,
                changed_by,
            }));
        }
        if self.from.status != self.status {
            events.push(UserEvent::StatusChanged(UserStatusChanged {
                user_id,
                auth_id,
                old_status: self.from.status,
                new_status: self.status,
                reason: reason.map(str::to_owned),
                changed_by,
            }));
        }
        events
    }
}

/// Locks these people, in the order of their ids, until the transaction ends. Who is not in the tenant,
/// or deleted, is left out.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    tenant: TenantId,
    ids: &[UserId],
) -> Result<Vec<Standing>> {
    store::lock_standings(conn, tenant, ids).await
}

/// The same for one.
pub(crate) async fn lock_one(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: UserId,
) -> Result<Standing> {
    let found = lock(conn, tenant, &[id]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Keeps everybody else who may take an admin away from this tenant waiting until the transaction ends:
/// so nobody counts an admin whom somebody else is about to take. To be called before [`lock`].
pub(crate) async fn guard_admins(conn: &mut PgConnection, tenant: TenantId) -> Result<()> {
    store::lock_admins(conn, tenant).await
}

/// Lets nobody go on who was an admin when the request came, and is none any longer. To be asked when the
/// locks are held, right before anything is written.
///
/// # Errors
/// `Forbidden`, `UserNotFound`.
pub(crate) async fn still_administers(conn: &mut PgConnection, admin: &Person) -> Result<()> {
    let found = store::find_standings(conn, admin.tenant_id, &[admin.id]).await?;
    let now = found.into_iter().next().ok_or(Error::UserNotFound)?;
    administers(&now.person)
}

/// Moves people whom this transaction has locked, and tells followers: each event of a person after the
/// other. `reason` is told with a change of status.
pub(crate) async fn make(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    moves: &[Move],
    reason: Option<&str>,
) -> Result<()> {
    store::update_standings(conn, ctx, tenant, moves).await?;
    let changed_by = ctx.person().ok().map(|person| person.id);
    let told = moves.iter().flat_map(|one| {
        let events = one.events(changed_by, reason);
        events.into_iter().map(|event| (one.from.id, event))
    });
    outbox::append_many(conn, ctx, tenant, &told.collect::<Vec<_>>()).await
}
