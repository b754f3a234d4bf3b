//! The list of a tenant's users, for admins: any part of a name, every filter and order, exact totals.

use super::AccountService;
use crate::{
    Ctx,
    ctx::Scope,
    error::{Error, Result},
    paging::Start,
};
use contract::{
    account::listing::{UserCounts, UserQuery, UserRow},
    paging::PageRequest,
    profile::ProfileView,
};
use futures::stream::BoxStream;

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

/// The whole list, row by row.
pub struct UserExport {
    /// How many users are found as it begins.
    pub total: i64,
    /// Each of them, in the order of the list. Whoever changes meanwhile is neither doubled nor breaks it;
    /// an error ends it.
    pub rows: BoxStream<'static, Result<UserRow>>,
}

impl std::fmt::Debug for UserExport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserExport")
            .field("total", &self.total)
            .finish_non_exhaustive()
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
        let _tenant = ctx.admin_or(Scope::UsersRead)?;
        let _ = (query.check()?, start, limit);
        Err(Error::internal("not written yet"))
    }

    /// How many users the caller's tenant has: for admins.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn counts(&self, ctx: &Ctx) -> Result<UserCounts> {
        let _tenant = ctx.admin()?.tenant_id;
        Err(Error::internal("not written yet"))
    }

    /// Everybody whom a query finds, row by row: for admins and services with `users:read`.
    ///
    /// # Errors
    /// Those of `list`.
    pub async fn export(&self, ctx: &Ctx, query: UserQuery) -> Result<UserExport> {
        let _tenant = ctx.admin_or(Scope::UsersRead)?;
        let _ = query.check()?;
        Err(Error::internal("not written yet"))
    }
}
