//! Where somebody is signed in, for admins, and the end of it.

use super::AccountService;
use crate::{
    Ctx,
    audit::Target,
    ctx::Person,
    error::{Error, Result},
};
use contract::{UserId, session::SessionView};

impl AccountService {
    /// The browsers in which somebody of the caller's tenant is signed in, those that were used last first:
    /// for admins, with address and all, since whoever is asked "was that you?" must be told what.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound`, `FeatureDisabled`, `Unavailable`.
    pub async fn list_sessions(&self, ctx: &Ctx, id: UserId) -> Result<Vec<SessionView>> {
        let whose = self.of_tenant(ctx, id).await?;
        let sessions = self.session.list_of(&whose).await?;
        let target = Target::user(id);
        self.audit
            .read(ctx, whose.tenant_id, "sessions.read", target, Vec::new())
            .await?;
        Ok(sessions)
    }

    /// Signs somebody out everywhere: for admins. Gives the number of sessions that have ended.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound`, `Unavailable`, when some may have ended.
    pub async fn end_sessions(&self, ctx: &Ctx, id: UserId) -> Result<usize> {
        let whose = self.of_tenant(ctx, id).await?;
        self.session.end_all_of(ctx, &whose).await
    }

    async fn of_tenant(&self, ctx: &Ctx, id: UserId) -> Result<Person> {
        let tenant = ctx.admin()?.tenant_id;
        self.person_in(tenant, id, ctx.sight)
            .await?
            .ok_or(Error::NotFound)
    }
}
