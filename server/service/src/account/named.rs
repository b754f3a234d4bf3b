//! What people are called: for lists of what was, or is to be, done to them.

mod store;

use super::AccountService;
use crate::{
    Ctx,
    audit::{Change, Target},
    error::Result,
};
use contract::UserId;

/// Somebody, in as many words as tell them from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedUser {
    /// Who.
    pub id: UserId,
    /// The name that they go by.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

impl AccountService {
    /// What these people of the caller's tenant are called, in this order: for admins. Whoever is not there
    /// is left out.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn name(&self, ctx: &Ctx, ids: &[UserId]) -> Result<Vec<NamedUser>> {
        let tenant = ctx.admin()?.tenant_id;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut conn = self.pool.acquire().await?;
        let named = store::list_named(&mut conn, tenant, ids).await?;
        drop(conn);
        let asked = vec![Change::asked("count", ids.len())];
        self.audit
            .read(ctx, tenant, "users.listed", Target::tenant(tenant), asked)
            .await?;
        Ok(named)
    }
}
