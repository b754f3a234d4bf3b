//! Sealing: what was committed is put into the chain of its tenant, a moment later.
//!
//! A change only notes that its entry waits. To put it into the chain in its own transaction, it would have to
//! hold the chain's lock until its commit, and a tenant could commit one change at a time.

use super::{
    AuditService,
    chain::Head,
    store::{self, Taken},
};
use crate::error::{Error, Result};
use contract::TenantId;
use sqlx::Connection;

/// Entries that one transaction seals.
const BATCH: i64 = 1_000;
/// Tenants that are looked at at once.
const TENANTS: i64 = 100;

impl AuditService {
    /// Seals a batch of each tenant that has entries waiting. Any number of processes may do so at once: of
    /// a tenant that another one has in hand nothing is sealed. Gives how many entries were; not zero means
    /// that there may be more.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn seal(&self) -> Result<u64> {
        let (mut sealed, mut after) = (0, None);
        loop {
            let mut conn = self.warm.acquire().await?;
            let tenants = store::list_unsealed_tenants(&mut conn, after, TENANTS).await?;
            conn.keep();
            let Some(last) = tenants.last() else {
                return Ok(sealed);
            };
            after = Some(*last);
            for tenant in tenants {
                sealed += self.seal_batch(tenant).await?;
            }
        }
    }

    async fn seal_batch(&self, tenant: TenantId) -> Result<u64> {
        let mut conn = self.warm.acquire().await?;
        let mut tx = conn.begin().await?;
        let Some(head) = store::lock_chain(&mut tx, tenant).await? else {
            return Ok(0);
        };
        let Taken { entries, lost } = store::take_unsealed(&mut tx, tenant, BATCH).await?;
        if !lost.is_empty() {
            // They stay, for whoever verifies.
            store::insert_unsealed(&mut tx, tenant, &lost).await?;
        }
        let mut hash = head.hash;
        let mut seals = Vec::with_capacity(entries.len());
        for entry in &entries {
            hash = hash.seal(entry);
            seals.push((entry.id, hash));
        }
        let sealed = i64::try_from(seals.len()).map_err(Error::internal)?;
        if sealed > 0 {
            store::insert_seals(&mut tx, tenant, head.number, &seals).await?;
            let number = head.number + sealed;
            store::update_chain(&mut tx, tenant, Head { number, hash }).await?;
        }
        tx.commit().await?;
        conn.keep();
        u64::try_from(sealed).map_err(Error::internal)
    }
}
