//! The end of an account. Its row stays, invisible to everybody; e-mail address, username and the
//! auth-service's id are free again.

use super::{
    AccountService,
    standing::{self, Move},
    status::keep_an_admin,
};
use crate::{
    Ctx, SaveOver,
    audit::Change,
    avatar,
    error::{Error, Result},
    instructor_application, preference, profile,
};
use contract::{
    ErrorCode, UserId, account::AccountStatus, avatar::UploadReason,
    instructor_application::ApplicationStatus,
};
use serde_json::json;

impl AccountService {
    /// Deletes somebody's account: for admins. The picture goes with it, and an application under review
    /// is withdrawn; the person is signed out everywhere.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound` (also of one that is deleted already), `Conflict`
    /// (`own_account`, `last_admin`), `Stale`, `Unavailable`.
    pub async fn delete(
        &self,
        ctx: &Ctx,
        id: UserId,
        over: impl Into<SaveOver> + Send,
    ) -> Result<()> {
        let admin = ctx.admin()?;
        let tenant = admin.tenant_id;
        let mut tx = self.pool.begin().await?;
        standing::guard_admins(&mut tx, tenant).await?;
        let found = standing::lock_one(&mut tx, tenant, id).await?;
        if id == admin.id {
            let message = "You cannot delete your own account";
            return Err(Error::conflict(ErrorCode::OwnAccount, message));
        }
        if !over.into().allows(found.version) {
            drop(tx);
            return Err(self.stale(tenant, id).await);
        }
        let from = found.person;
        keep_an_admin(&mut tx, &from).await?;
        standing::still_administers(&mut tx, admin).await?;
        let mut keys = profile::cache_keys(&from).to_vec();
        keys.push(preference::cache_key(id));
        let moved = Move {
            role: from.role,
            status: AccountStatus::Deleted,
            from,
        };
        let mut changes = moved.changes();
        if avatar::delete_picture(&mut tx, (tenant, id), UploadReason::Removed, ctx.now).await? {
            changes.push(Change::named("avatarUrl"));
        }
        let moved = [moved];
        let closed = instructor_application::close(&mut tx, ctx, tenant, &moved).await?;
        changes.extend(closed.get(&id).map(|status| {
            let before = json!(ApplicationStatus::Pending);
            Change::new("instructorApplication.status", before, json!(status))
        }));
        standing::make(&mut tx, ctx, tenant, &moved, None).await?;
        self.audit
            .record(&mut tx, ctx, tenant, "user.deleted", id, changes)
            .await?;
        let change = self.cache.change(keys);
        tx.commit().await?;
        change.made().await;
        tracing::info!(user_id = %id, "account deleted");
        self.sign_out_everywhere(id).await;
        Ok(())
    }
}
