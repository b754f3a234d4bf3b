//! Others: a person's public profile, the directory, suggestions. Who sees whom is said by one predicate,
//! `visible_people` (`migrations/0016_who_is_seen.sql`; the truth table is in `0006_people.sql`); every query here that gives
//! people goes through it. Nothing about who sees whom is cached, so a block or a choice of privacy is in
//! force with its commit, on every replica.

mod place;
mod search;
mod sought;
mod store;
mod viewer;

pub use crate::paging::Start;
pub use search::DirectoryPage;
pub(crate) use store::add_up_counts;
pub(crate) use viewer::{Audience, Viewer};

use crate::{
    Ctx,
    error::{Error, Result},
};
use contract::{
    TenantId,
    directory::{Handle, Onlooker, PublicProfile},
    limits::SUGGESTIONS_MAX,
};
use sqlx::PgPool;

/// From so many people on a search reads them in their order instead of looking at each: of a million people both
/// take about as long here (`examples/directory.rs`).
const MANY: i64 = 20_000;
/// Of how many courses suggestions are made.
const COURSES_LOOKED_AT: i64 = 20;
/// How many learners of a course are looked at.
const LEARNERS_LOOKED_AT: i64 = 100;

/// Shows people to others.
#[derive(Clone, Debug)]
pub struct DirectoryService {
    pool: PgPool,
    default_tenant: TenantId,
    /// From how many people on a search reads them in their order instead of looking at each.
    many: i64,
}

impl DirectoryService {
    /// A directory of this database; `default_tenant` is that of whoever is not signed in.
    pub fn new(pool: PgPool, default_tenant: TenantId) -> Self {
        Self {
            pool,
            default_tenant,
            many: MANY,
        }
    }

    /// What the caller, signed in or not, may know of somebody. Whoever is not signed in looks at the
    /// default tenant.
    ///
    /// # Errors
    /// `NotFound` where there is nobody, or nobody whom the caller sees; `Forbidden`, `Unavailable`.
    pub async fn profile(&self, ctx: &Ctx, handle: &Handle) -> Result<PublicProfile> {
        let viewer = Viewer::anybody(ctx, self.default_tenant)?;
        // No column of ours holds such a text.
        if matches!(handle, Handle::Username(name) if name.contains('\0')) {
            return Err(Error::NotFound);
        }
        let mut conn = self.pool.acquire().await?;
        let id = store::find_id(&mut conn, viewer, handle).await?;
        let found = match id {
            Some(id) => store::list_public(&mut conn, viewer, &[id]).await?.pop(),
            None => None,
        };
        found.ok_or(Error::NotFound)
    }

    /// The caller's own profile as others see it; none where they do not.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn own_as(&self, ctx: &Ctx, onlooker: Onlooker) -> Result<Option<PublicProfile>> {
        let person = ctx.person()?;
        let (audience, is_blocked) = match onlooker {
            Onlooker::Anonymous => (Audience::Anybody, false),
            Onlooker::Member => (Audience::Member, false),
            Onlooker::Blocked => (Audience::Member, true),
        };
        // Whoever is not signed in looks at the default tenant.
        if onlooker == Onlooker::Anonymous && person.tenant_id != self.default_tenant {
            return Ok(None);
        }
        let mut conn = self.pool.acquire().await?;
        if !store::find_is_seen(&mut conn, person.id, audience, is_blocked).await? {
            return Ok(None);
        }
        let own = store::list_public(&mut conn, Viewer::person(person), &[person.id.0]).await?;
        Ok(own.into_iter().next())
    }

    /// At most `limit` people who take courses that the caller takes, those who share the most first.
    /// Which courses these are is not told.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn suggestions(&self, ctx: &Ctx, limit: u32) -> Result<Vec<PublicProfile>> {
        let viewer = Viewer::person(ctx.person()?);
        let looked_at = (COURSES_LOOKED_AT, LEARNERS_LOOKED_AT);
        let limit = i64::from(limit.min(SUGGESTIONS_MAX));
        let mut tx = store::begin(&self.pool).await?;
        let ids = store::list_suggestions(&mut tx, viewer, looked_at, limit).await?;
        let people = store::list_public(&mut tx, viewer, &ids).await?;
        tx.commit().await?;
        Ok(people)
    }
}

#[cfg(test)]
mod tests;
