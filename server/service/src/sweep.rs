//! Dropping what nobody will ask for again, in small bites that hold no lock for long.

use crate::{avatar, clock::Clock, error::Result, idempotency, inbox, outbox};
use chrono::TimeDelta;
use sqlx::PgPool;

/// Published events are kept this long, for whoever looks into yesterday's trouble.
const KEEP_PUBLISHED: TimeDelta = TimeDelta::days(7);
/// Ids of applied events are kept longer than any broker keeps a message of ours for retry.
const KEEP_PROCESSED: TimeDelta = TimeDelta::days(30);
/// Rows a bite.
const BITE: i64 = 1_000;

/// Drops old rows of the outbox, the inbox, the first answers, and uploads without files.
#[derive(Clone, Debug)]
pub struct Sweeper {
    pool: PgPool,
    clock: Clock,
}

impl Sweeper {
    /// A sweeper of this database.
    pub fn new(pool: PgPool, clock: Clock) -> Self {
        Self { pool, clock }
    }

    /// Sweeps until nothing old is left. Gives how many rows went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sweep(&self) -> Result<u64> {
        let now = self.clock.now();
        let mut swept = 0;
        loop {
            let gone = outbox::delete_published(&self.pool, now - KEEP_PUBLISHED, BITE).await?
                + inbox::delete_processed(&self.pool, now - KEEP_PROCESSED, BITE).await?
                + idempotency::delete_old(&self.pool, now - idempotency::KEEP, BITE).await?
                + avatar::delete_old(&self.pool, now - avatar::KEEP_ROWS, BITE).await?;
            swept += gone;
            if gone == 0 {
                return Ok(swept);
            }
        }
    }
}

#[cfg(test)]
mod tests;
