//! The list of a tenant's users, for admins: any part of a name, every filter and order, exact totals.
//!
//! Totals are counted as they change (`user_counts`), those of a search from when it first found many. So it
//! is known beforehand how many are found, and the way that looks at fewest rows can be taken: along the
//! index of the order until the page is full, from the nearer end, or from the nearest edge of a month where the order
//! is that of `createdAt`; or by the index of texts, or through everybody, to sort what is found.

mod export;
mod filter;
mod first_look;
mod page;
mod reading;
mod store;
mod terms;
mod way;

use super::AccountService;
use crate::{
    Ctx,
    audit::{Change, Target},
    cache::Sight,
    ctx::Scope,
    error::{Error, Result},
    paging::Start,
    written::Written,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    TenantId,
    account::listing::{UserCounts, UserQuery},
    paging::PageRequest,
    profile::ProfileView,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

pub(super) use filter::Filter;
pub(super) use first_look::FirstLooks;
pub(super) use reading::Reading;
pub(crate) use store::{add_up_counts, delete_old_terms};
pub(super) use store::{begin, list_matching};
pub(crate) use terms::KEEP as KEEP_TERMS;

pub use export::UserExport;

/// A page of the list of users.
#[derive(Clone, Debug, PartialEq)]
pub struct UserPage {
    /// Who is on it, each as `GET /users/{id}` shows them.
    pub users: Vec<ProfileView>,
    /// Which it is.
    pub at: PageRequest,
    /// How many users are found in all, exact.
    pub total: i64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A page as the cache keeps it: its users are JSON already, written once for all who ask.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptPage {
    /// An array of `ProfileView`.
    pub users: Written,
    /// Which it is.
    pub at: PageRequest,
    /// How many users are found in all.
    pub total: i64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

impl KeptPage {
    fn of(page: &UserPage) -> Result<Self> {
        Ok(Self {
            users: Written::of(&page.users)?,
            at: page.at,
            total: page.total,
            next: page.next.clone(),
        })
    }
}

/// What was asked, as a name: its hash, since terms may be long.
fn name_of(query: &UserQuery, start: &Start, limit: u32) -> Result<String> {
    let asked = serde_json::to_vec(&(query, start, limit)).map_err(Error::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(asked)))
}

impl AccountService {
    /// A page of the users of the caller's tenant: for admins and services with `users:read`.
    ///
    /// # Errors
    /// `Invalid` (`search`, `cursor`), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn list(
        &self,
        ctx: &Ctx,
        query: UserQuery,
        start: &Start,
        limit: u32,
    ) -> Result<UserPage> {
        let tenant = ctx.admin_or(Scope::UsersRead)?;
        let query = query.check()?;
        let page = self
            .find_page(ctx, ctx.sight, tenant, &query, start, limit)
            .await?;
        self.tell_listed(ctx, tenant, "users.listed", &query, None)
            .await?;
        Ok(page)
    }

    /// The same as `list`, but maybe as it was a moment ago: from the cache, which forgets all of a
    /// tenant's pages with every change of an account or a profile.
    ///
    /// # Errors
    /// Those of `list`.
    pub async fn list_kept(
        &self,
        ctx: &Ctx,
        query: UserQuery,
        start: &Start,
        limit: u32,
    ) -> Result<Arc<KeptPage>> {
        let tenant = ctx.admin_or(Scope::UsersRead)?;
        let query = query.check()?;
        // What is kept for others is read where it is newest.
        let sight = match self.config.search_ttl {
            Some(_) => Sight::Far,
            None => ctx.sight,
        };
        let asked = &query;
        let load = || async move {
            let page = self
                .find_page(ctx, sight, tenant, asked, start, limit)
                .await?;
            KeptPage::of(&page).map(Some)
        };
        let kept = match self.config.search_ttl {
            Some(ttl) => {
                let key = super::everybody(tenant).part(name_of(&query, start, limit)?);
                self.cache.get_near(ctx.sight, &key, ttl, load).await?
            }
            None => load().await?.map(Arc::new),
        };
        self.tell_listed(ctx, tenant, "users.listed", &query, None)
            .await?;
        kept.ok_or_else(|| Error::internal("a page of the list of users is always there"))
    }

    /// How many users the caller's tenant has: for admins.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn counts(&self, ctx: &Ctx) -> Result<UserCounts> {
        let tenant = ctx.admin()?.tenant_id;
        store::find_counts(&mut *self.pool.acquire().await?, tenant).await
    }

    /// Waits until asked to stop, and then for searches that go on without whoever asked for them; once a process.
    pub async fn see_off_searches(&self, stop: &CancellationToken) {
        stop.cancelled().await;
        self.first_looks.end().await;
    }

    /// Records that an admin has read of many; of how many, where they took them all along.
    pub(super) async fn tell_listed(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        action: &str,
        query: &UserQuery,
        count: Option<i64>,
    ) -> Result<()> {
        let search = query.search.as_deref();
        let asked = [
            ("search", search),
            ("role", query.role.map(contract::account::Role::as_str)),
            (
                "status",
                query.status.map(contract::account::AccountStatus::as_str),
            ),
        ];
        let asked = asked
            .into_iter()
            .filter_map(|(field, value)| Some(Change::asked(field, value?)))
            .chain(count.map(|count| Change::asked("count", count)))
            .collect();
        self.audit
            .read(ctx, tenant, action, Target::tenant(tenant), asked)
            .await
    }
}

#[cfg(test)]
mod tests;
