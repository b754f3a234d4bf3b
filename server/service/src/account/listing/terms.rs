//! Searches that found many, which are counted from then on as they change.

use super::{filter::Filter, store, way::Way};
use crate::error::Result;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;

/// From so many on, finding and sorting them all takes long enough to count them instead.
pub(super) const MANY: i64 = 2_000;
/// A term in which the index of texts knows nothing is counted in any case, where there are so many users.
const MANY_USERS: i64 = 20_000;
/// So many terms are counted at once in a tenant, since each change of a text is compared with all of them.
pub(super) const TERMS_MAX: i64 = 500;
/// How long a term is counted.
pub(crate) const KEEP: TimeDelta = TimeDelta::days(1);

/// Whether a search that was not counted should be: `hits` have the term, as far as they were looked at.
pub(super) fn is_many(filter: &Filter, way: Way, hits: i64) -> bool {
    let is_dear = way == Way::Through
        && !filter.is_narrowed()
        && !filter.has_trigram()
        && filter.known.users >= MANY_USERS;
    !filter.term.is_empty() && (hits >= MANY || is_dear)
}

/// Counts whom a search finds from now on. Where others are in the way, the next who looks for it does.
pub(super) async fn count_from_now_on(
    pool: &PgPool,
    filter: &Filter,
    now: DateTime<Utc>,
) -> Result<()> {
    match store::enter_term(pool, filter, now, TERMS_MAX).await? {
        Some(entered) => entered.count(pool).await,
        None => Ok(()),
    }
}
