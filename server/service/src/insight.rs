//! A tenant in numbers, for its admins: how it stands, and each day of a range. Everything is counted as it
//! changes, so that an answer reads sums.

use crate::{
    Ctx,
    error::{Error, Result},
};
use contract::insight::{DateRange, Overview};
use sqlx::PgPool;

/// Tells a tenant in numbers.
#[derive(Clone, Debug)]
pub struct InsightService {
    pool: PgPool,
}

impl InsightService {
    /// Numbers of this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// How the caller's tenant stands, and what each day of the range came to: for admins.
    ///
    /// # Errors
    /// `Invalid` (`to`), `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn overview(&self, ctx: &Ctx, range: DateRange) -> Result<Overview> {
        let _tenant = ctx.admin()?.tenant_id;
        let _ = (range.check()?, &self.pool);
        Err(Error::internal("not written yet"))
    }
}
