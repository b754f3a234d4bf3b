//! Many people at once, to try and to measure with. Everything is derived from a person's number,
//! so that two loads hold the same data, times aside: user n has the id `uid('user-n')`. Five
//! enrollments each of the first are in 2,000 courses, which are on offer.

mod store;

use crate::{clock::Clock, ctx::Person, error::Result};
use contract::TenantId;
use sqlx::PgPool;

/// People whose preferences and enrollments are seeded too.
const WITH_DESK: i32 = 20_000;

/// From so many people on, the indexes that cost the most are made when all are there. Until then nobody
/// can look for others.
const MANY: i32 = 50_000;

/// Adds the people 1 to `users` to a tenant; those who are there already stay as they are.
/// Gives how many were added.
///
/// # Errors
/// `Unavailable`, or `Internal` where their names are taken by others.
pub async fn seed(pool: &PgPool, clock: &Clock, tenant: TenantId, users: i32) -> Result<u64> {
    let now = clock.now();
    let mut tx = pool.begin().await?;
    store::insert_tenant(&mut tx, tenant, now).await?;
    store::create_functions(&mut tx).await?;
    let indexes = if users < MANY {
        Vec::new()
    } else {
        store::drop_indexes(&mut tx).await?
    };
    let added = store::insert_users(&mut tx, tenant, users, now).await?;
    store::insert_active_days(&mut tx, tenant).await?;
    store::create_indexes(&mut tx, indexes).await?;
    let with_desk = users.min(WITH_DESK);
    store::insert_preferences(&mut tx, tenant, with_desk, now).await?;
    store::insert_courses(&mut tx, tenant, now).await?;
    store::insert_enrollments(&mut tx, tenant, with_desk, now).await?;
    tx.commit().await?;
    store::analyze(pool).await?;
    Ok(added)
}

/// Somebody to try things with.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who.
    pub person: Person,
    /// Their e-mail address.
    pub email: String,
    /// Version of their row; 1 while nobody has changed it.
    pub version: i64,
}

/// Finds somebody by id, e-mail address or number of the seed.
///
/// # Errors
/// `Unavailable`.
pub async fn find(pool: &PgPool, tenant: TenantId, who: &str) -> Result<Option<Found>> {
    store::find_person(pool, tenant, who).await
}

#[cfg(test)]
mod tests;
