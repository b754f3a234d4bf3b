//! Dropping what nobody will ask for again, in small bites that hold no lock for long.

use crate::{
    account::{listing, selection},
    avatar,
    clock::Clock,
    directory,
    error::Result,
    idempotency, inbox, insight, outbox,
};
use chrono::TimeDelta;
use sqlx::PgPool;

/// Events are kept this long after they occurred if they are published, for whoever looks into yesterday's trouble.
const KEEP_PUBLISHED: TimeDelta = TimeDelta::days(7);
/// Ids of applied events are kept longer than any broker keeps a message of ours for retry.
const KEEP_PROCESSED: TimeDelta = TimeDelta::days(30);
/// A count that has more rows than this is added up.
const COUNT_ROWS: i64 = 16;
/// Rows a bite.
const BITE: i64 = 1_000;

/// Drops old rows of the outbox, the inbox, the first answers, selections, sign-ins, counted searches, and uploads
/// without files.
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
                + avatar::delete_old(&self.pool, now - avatar::KEEP_ROWS, BITE).await?
                + selection::delete_old(&self.pool, now - selection::KEEP, BITE).await?
                + insight::delete_old(&self.pool, (now - insight::KEEP_ACTIVE).date_naive(), BITE)
                    .await?
                + listing::delete_old_terms(&self.pool, now - listing::KEEP_TERMS, BITE).await?;
            swept += gone;
            if gone == 0 {
                return Ok(swept);
            }
        }
    }

    /// Adds up the counts of the directory, of the list of users and of days, to which each change of a person
    /// adds rows. Gives how many rows went.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add_up(&self) -> Result<u64> {
        let mut summed = 0;
        loop {
            let gone = directory::add_up_counts(&self.pool, COUNT_ROWS, BITE).await?
                + listing::add_up_counts(&self.pool, COUNT_ROWS, BITE).await?
                + insight::add_up_counts(&self.pool, COUNT_ROWS, BITE).await?;
            summed += gone;
            if gone == 0 {
                return Ok(summed);
            }
        }
    }
}

#[cfg(test)]
mod tests;
