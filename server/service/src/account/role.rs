//! Giving people roles.

use super::{
    AccountService,
    standing::{self, Move, Standing},
    store,
};
use crate::{
    Ctx, SaveOver,
    audit::Change,
    ctx::Person,
    error::{Current, Error, Result},
    instructor_application, profile,
};
use contract::{
    ErrorCode, TenantId, UserId,
    account::{BulkFailure, BulkOutcome, ChangeRole, ChangeRoles, Role},
    profile::ProfileView,
};
use sqlx::PgConnection;
use std::collections::{HashMap, HashSet};

/// Who would be changed, and who would not; nothing is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolePreview {
    /// Who would get the role.
    pub changed: Vec<UserId>,
    /// Who has it already.
    pub unchanged: Vec<UserId>,
    /// Who would stay as they are, and why.
    pub refused: Vec<BulkFailure>,
}

impl AccountService {
    /// Gives somebody a role: for admins. Who has it already stays as they are, and nobody is told. An
    /// application of theirs to teach that is under review is decided by it.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound`, `Conflict` (`own_role`, `last_admin`), `Stale`,
    /// `Unavailable`.
    pub async fn change_role(
        &self,
        ctx: &Ctx,
        id: UserId,
        command: ChangeRole,
        over: impl Into<SaveOver> + Send,
    ) -> Result<ProfileView> {
        let admin = ctx.admin()?;
        let mut tx = self.pool.begin().await?;
        standing::guard_admins(&mut tx, admin.tenant_id).await?;
        let found = standing::lock_one(&mut tx, admin.tenant_id, id).await?;
        if !over.into().allows(found.version) {
            drop(tx);
            return Err(self.stale(admin.tenant_id, id).await);
        }
        let mut sorted = self.sort(&mut tx, admin, vec![found], command.role).await?;
        if let Some((_, refusal)) = sorted.refused.pop() {
            return Err(refusal.error());
        }
        let keys = self.make_role_moves(&mut tx, ctx, admin, &sorted).await?;
        let change = self.cache.change(keys);
        tx.commit().await?;
        change.made().await;
        self.view_of(admin.tenant_id, id).await
    }

    /// Gives many people a role, as far as each may be given it: for admins. Whoever is changed is told
    /// of with one event and one audit entry.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn change_roles(&self, ctx: &Ctx, command: ChangeRoles) -> Result<BulkOutcome> {
        let admin = ctx.admin()?;
        let mut tx = self.pool.begin().await?;
        standing::guard_admins(&mut tx, admin.tenant_id).await?;
        let found = standing::lock(&mut tx, admin.tenant_id, &command.user_ids).await?;
        let sorted = self.sort(&mut tx, admin, found, command.role).await?;
        let keys = self.make_role_moves(&mut tx, ctx, admin, &sorted).await?;
        let change = self.cache.change(keys);
        tx.commit().await?;
        change.made().await;
        let changed = sorted.moves.len();
        tracing::info!(changed, role = %command.role, "roles changed");
        let errors = sorted.failures(&command.user_ids);
        Ok(BulkOutcome {
            successful: changed + sorted.unchanged.len(),
            failed: errors.len(),
            errors,
        })
    }

    /// What [`Self::change_roles`] would do now.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn preview_roles(&self, ctx: &Ctx, command: &ChangeRoles) -> Result<RolePreview> {
        let admin = ctx.admin()?;
        let mut conn = self.pool.acquire().await?;
        let found = store::find_standings(&mut conn, admin.tenant_id, &command.user_ids).await?;
        let sorted = self.sort(&mut conn, admin, found, command.role).await?;
        Ok(RolePreview {
            refused: sorted.failures(&command.user_ids),
            changed: sorted.moves.iter().map(|one| one.from.id).collect(),
            unchanged: sorted.unchanged,
        })
    }

    /// Who may be given the role, who has it, and who may not.
    async fn sort(
        &self,
        conn: &mut PgConnection,
        admin: &Person,
        found: Vec<Standing>,
        role: Role,
    ) -> Result<Sorted> {
        let mut sorted = Sorted::default();
        for Standing { person, .. } in found {
            if person.id == admin.id {
                // Also where it would change nothing: whose role it is does not depend on which.
                sorted.refused.push((person.id, Refusal::OwnRole));
            } else if person.role == role {
                sorted.unchanged.push(person.id);
            } else {
                // An application that was under review is decided by it.
                let status = instructor_application::in_use(person.status);
                sorted.moves.push(Move {
                    from: person,
                    role,
                    status,
                });
            }
        }
        sorted.keep_an_admin(conn, admin.tenant_id).await?;
        Ok(sorted)
    }

    /// Gives what the cache must forget.
    async fn make_role_moves(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        admin: &Person,
        sorted: &Sorted,
    ) -> Result<Vec<crate::cache::CacheKey>> {
        let (tenant, moves) = (admin.tenant_id, &sorted.moves);
        if moves.is_empty() {
            return Ok(Vec::new());
        }
        standing::still_administers(conn, admin).await?;
        let closed = instructor_application::close(conn, ctx, tenant, moves).await?;
        standing::make(conn, ctx, tenant, moves, None).await?;
        let entry = |one: &Move| {
            let mut changes = one.changes();
            changes.extend(closed.get(&one.from.id).map(|status| {
                let pending = contract::instructor_application::ApplicationStatus::Pending;
                Change::new(
                    "instructorApplication.status",
                    serde_json::json!(pending),
                    serde_json::json!(status),
                )
            }));
            (one.from.id, changes)
        };
        let entries = moves.iter().map(entry).collect();
        self.audit
            .record_many(conn, ctx, tenant, "user.role_changed", entries)
            .await?;
        Ok(moves
            .iter()
            .flat_map(|one| profile::cache_keys(&one.from))
            .collect())
    }

    /// Somebody as they are now, for whoever has just changed them.
    pub(super) async fn view_of(&self, tenant: TenantId, id: UserId) -> Result<ProfileView> {
        let found = self
            .desks
            .find(crate::cache::Sight::Far, tenant, id)
            .await?;
        let desk = found.ok_or(Error::NotFound)?;
        Ok(desk.view.clone())
    }

    /// The row has moved on.
    pub(super) async fn stale(&self, tenant: TenantId, id: UserId) -> Error {
        match self.view_of(tenant, id).await {
            Ok(view) => Error::stale(Current::Profile(view)),
            Err(error) => error,
        }
    }
}

/// Why somebody stays as they are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    OwnRole,
    LastAdmin,
}

impl Refusal {
    fn told(self) -> (ErrorCode, &'static str) {
        match self {
            Self::OwnRole => (ErrorCode::OwnRole, "You cannot change your own role"),
            Self::LastAdmin => (ErrorCode::LastAdmin, LAST_ADMIN),
        }
    }

    fn error(self) -> Error {
        let (code, message) = self.told();
        Error::conflict(code, message)
    }
}

/// The sentence of the rule.
const LAST_ADMIN: &str = "The last active admin cannot be taken away";

/// A tenant keeps at least one active admin.
pub(super) fn last_admin() -> Error {
    Refusal::LastAdmin.error()
}

#[derive(Debug, Default)]
struct Sorted {
    moves: Vec<Move>,
    unchanged: Vec<UserId>,
    refused: Vec<(UserId, Refusal)>,
}

impl Sorted {
    /// Where no active admin would be left, one of those who would go stays.
    async fn keep_an_admin(&mut self, conn: &mut PgConnection, tenant: TenantId) -> Result<()> {
        let is_admin = |one: &Move| one.from.role == Role::Admin && one.from.status.is_usable();
        let going: Vec<_> = self.moves.iter().filter(|one| is_admin(one)).collect();
        if going.is_empty() {
            return Ok(());
        }
        let there = store::count_active_admins(conn, tenant).await?;
        if there > i64::try_from(going.len()).unwrap_or(i64::MAX) {
            return Ok(());
        }
        let stays = going[0].from.id;
        self.moves.retain(|one| one.from.id != stays);
        self.refused.push((stays, Refusal::LastAdmin));
        Ok(())
    }

    /// Who was not changed, in the order in which they were asked for.
    fn failures(&self, asked: &[UserId]) -> Vec<BulkFailure> {
        let moved: HashSet<_> = self.moves.iter().map(|one| one.from.id).collect();
        let same: HashSet<_> = self.unchanged.iter().copied().collect();
        let refused: HashMap<_, _> = self.refused.iter().copied().collect();
        let failed = asked
            .iter()
            .filter(|id| !moved.contains(id) && !same.contains(id));
        failed
            .map(|&id| {
                let not_found = (ErrorCode::UserNotFound, "User not found");
                let (code, error) = refused.get(&id).map_or(not_found, |why| why.told());
                let error = error.to_owned();
                BulkFailure { id, error, code }
            })
            .collect()
    }
}
