//! The list of a tenant's users, for admins: any part of a name, every filter and order, exact totals.
//!
//! Totals are counted as they change (`user_counts`), those of a search from when it first found many. So it
//! is known beforehand how many are found, and the way that looks at fewest rows can be taken: along the
//! index of the order until the page is full, from the month in which it begins where the order is that of
//! `createdAt`; or by the index of texts, or through everybody, to sort what is found.

mod export;
mod filter;
mod reading;
mod store;
mod terms;
mod way;

use super::AccountService;
use crate::{
    Ctx,
    audit::{Change, Target},
    ctx::Scope,
    desk,
    error::Result,
    paging::{Place as _, Start},
};
use contract::{
    TenantId,
    account::listing::{UserCounts, UserQuery},
    paging::PageRequest,
    profile::ProfileView,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) use filter::Filter;
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

/// Where a page of the list ends: what a cursor says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// How many entries the list had up to here, at least 1.
    #[serde(rename = "p")]
    passed: u32,
    /// Sort and direction, for which alone the place is one.
    #[serde(rename = "s")]
    order: String,
    /// The value by which it is sorted, as Postgres writes it.
    #[serde(rename = "k")]
    key: String,
    #[serde(rename = "i")]
    id: Uuid,
}

impl crate::paging::Place for Place {
    fn passed(&self) -> u32 {
        self.passed
    }

    fn is_sound(&self) -> bool {
        // Postgres takes no such text.
        !self.key.contains('\0')
    }
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
        let (at, passed, after) = start.read::<Place>(limit)?;
        let after = after
            .map(|place| filter::key_of(&query, place))
            .transpose()?;
        let mut tx = begin(&self.pool).await?;
        let filter = Filter::find(&mut tx, tenant, &query).await?;
        let mut reading = Reading {
            conn: &mut tx,
            filter: &filter,
            skip: if after.is_some() { 0 } else { at.offset() },
            after,
            // One more than the page has shows whether another follows.
            limit: i64::from(limit) + 1,
        };
        let found = reading.read().await?;
        let (total, many) = (found.total, found.many);
        let mut entries = found.page;
        let is_last = entries.len() <= limit as usize;
        entries.truncate(limit as usize);
        let ids: Vec<Uuid> = entries.iter().map(|found| found.id).collect();
        let desks = desk::store::list_desks(&mut tx, &ids).await?;
        tx.commit().await?;
        if many && let Err(error) = terms::count_from_now_on(&self.pool, ctx, &filter).await {
            tracing::warn!(%error, "a search that found many is not counted");
        }
        self.tell_listed(ctx, tenant, "users.listed", &query, None)
            .await?;
        let passed = passed + i64::try_from(entries.len()).unwrap_or_default();
        let last = entries.into_iter().next_back().filter(|_| !is_last);
        let next = last.and_then(|found| {
            let place = Place {
                passed: u32::try_from(passed).ok()?,
                order: filter::order_of(&query),
                key: found.key,
                id: found.id,
            };
            place.cursor()
        });
        let users = desks
            .into_iter()
            .map(|desk| self.desks.completed(desk).view)
            .collect();
        Ok(UserPage {
            users,
            at,
            total,
            next,
        })
    }

    /// How many users the caller's tenant has: for admins.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn counts(&self, ctx: &Ctx) -> Result<UserCounts> {
        let tenant = ctx.admin()?.tenant_id;
        store::find_counts(&mut *self.pool.acquire().await?, tenant).await
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
