//! Tenants: made and listed by commands. Others come to be when the auth-service first names them.

use super::{AccountService, store};
use crate::{Ctx, audit::Target, error::Result};
use chrono::{DateTime, Utc};
use contract::TenantId;

/// A tenant in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// When it came to be.
    pub created_at: DateTime<Utc>,
    /// How many accounts it has, deleted ones left out.
    pub accounts: i64,
}

impl AccountService {
    /// Makes a tenant: for commands. Says `false` where it is there already.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn create_tenant(&self, ctx: &Ctx, id: TenantId) -> Result<bool> {
        ctx.ourselves()?;
        let mut tx = self.pool.begin().await?;
        if !store::insert_tenant(&mut tx, id, ctx.now).await? {
            return Ok(false);
        }
        let target = Target::tenant(id);
        self.audit
            .record_of(&mut tx, ctx, id, "tenant.created", target, Vec::new())
            .await?;
        tx.commit().await?;
        tracing::info!(tenant_id = %id, "tenant created");
        Ok(true)
    }

    /// All tenants, the oldest first: for commands.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn list_tenants(&self, ctx: &Ctx) -> Result<Vec<Tenant>> {
        ctx.ourselves()?;
        store::list_tenants(&self.pool).await
    }
}
