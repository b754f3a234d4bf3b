//! Putting accounts into use, out of it, and shutting them out.

use super::{
    AccountService,
    role::last_admin,
    standing::{self, Move},
    store,
};
use crate::{
    Ctx, SaveOver,
    audit::Change,
    ctx::Person,
    error::{Error, Result},
    instructor_application, profile,
};
use contract::{
    ErrorCode, UserId,
    account::{AccountStatus, ChangeStatus, Role},
    profile::ProfileView,
};
use serde_json::{Value, json};
use sqlx::PgConnection;

impl AccountService {
    /// Puts somebody's account elsewhere: for admins. Who is there already stays, and nobody is told.
    /// Whoever is not in use any longer is signed out everywhere. `Active`, of somebody whose application
    /// to teach is under review, is that status, which has the same rights.
    ///
    /// # Errors
    /// `Invalid` (`reason`), `Unauthenticated`, `Forbidden`, `NotFound`, `Conflict` (`own_status`,
    /// `last_admin`), `Stale`, `Unavailable`.
    pub async fn change_status(
        &self,
        ctx: &Ctx,
        id: UserId,
        command: ChangeStatus,
        over: impl Into<SaveOver> + Send,
    ) -> Result<ProfileView> {
        let admin = ctx.admin()?;
        let ChangeStatus { status, reason } = command.check()?;
        let tenant = admin.tenant_id;
        let mut tx = self.pool.begin().await?;
        standing::guard_admins(&mut tx, tenant).await?;
        let found = standing::lock_one(&mut tx, tenant, id).await?;
        if id == admin.id {
            let message = "You cannot change the status of your own account";
            return Err(Error::conflict(ErrorCode::OwnStatus, message));
        }
        if !over.into().allows(found.version) {
            drop(tx);
            return Err(self.stale(tenant, id).await);
        }
        let from = found.person;
        let mut to = AccountStatus::from(status);
        if to == AccountStatus::Active
            && instructor_application::is_pending(&mut tx, tenant, id).await?
        {
            to = AccountStatus::PendingInstructorReview;
        }
        if from.status == to {
            drop(tx);
            return self.view_of(tenant, id).await;
        }
        if !to.is_usable() {
            keep_an_admin(&mut tx, &from).await?;
        }
        standing::still_administers(&mut tx, admin).await?;
        let keys = profile::cache_keys(&from);
        let moved = Move {
            role: from.role,
            status: to,
            from,
        };
        let mut changes = moved.changes();
        changes.extend(
            reason
                .as_ref()
                .map(|why| Change::new("reason", Value::Null, json!(why))),
        );
        standing::make(&mut tx, ctx, tenant, &[moved], reason.as_deref()).await?;
        self.audit
            .record(&mut tx, ctx, tenant, "user.status_changed", id, changes)
            .await?;
        let change = self.cache.change(keys);
        tx.commit().await?;
        change.made().await;
        tracing::info!(user_id = %id, status = %to, "status changed");
        if !to.is_usable() {
            self.sign_out_everywhere(id).await;
        }
        self.view_of(tenant, id).await
    }

    /// Ends somebody's browser sessions. Where Redis is away they last, but open nothing: where an account
    /// stands is asked with each request.
    pub(super) async fn sign_out_everywhere(&self, id: UserId) {
        if let Err(error) = self.session.end_all(id, None).await {
            tracing::warn!(%error, user_id = %id, "browser sessions of an account could not be ended");
        }
    }
}

/// Lets nobody take the tenant's last active admin away.
pub(super) async fn keep_an_admin(conn: &mut PgConnection, going: &Person) -> Result<()> {
    if going.role != Role::Admin || !going.status.is_usable() {
        return Ok(());
    }
    if store::count_active_admins(conn, going.tenant_id).await? <= 1 {
        return Err(last_admin());
    }
    Ok(())
}
