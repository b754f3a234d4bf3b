//! Readings of private data by admins.

use super::{Audit, Change, Deed, Target};
use crate::{
    Ctx,
    ctx::Actor,
    error::{Error, Result},
    told,
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{TenantId, UserId};
use moka::{future::Cache, ops::compute::Op};
use std::{fmt, time::Duration};

/// The same reading within this is told once.
const AGAIN: TimeDelta = TimeDelta::minutes(5);
/// The same for the cache.
const REMEMBERED: Duration = Duration::from_mins(5);
/// Readings that a process remembers; what it forgets is told once more.
const READINGS: u64 = 10_000;

/// Who read what, and which of it.
type Reading = (UserId, String, Target, String);

/// The readings that were told a moment ago, with the times of their entries.
#[derive(Clone)]
pub(super) struct Readings(Cache<Reading, DateTime<Utc>>);

impl Readings {
    pub(super) fn new() -> Self {
        let readings = Cache::builder()
            .max_capacity(READINGS)
            .time_to_live(REMEMBERED);
        Self(readings.build())
    }
}

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readings").finish_non_exhaustive()
    }
}

impl Audit {
    /// Who reads, where that is to be told.
    pub(crate) fn reader(&self, ctx: &Ctx, target: Target) -> Option<UserId> {
        match &ctx.actor {
            Actor::User(person) if self.config.enabled => {
                Some(person.id).filter(|id| target != Target::user(*id))
            }
            _ => None,
        }
    }

    /// Records that a person has read of somebody or something else; to be called before the answer goes out.
    /// What people read of themselves, and what services and our own parts read, is not recorded. The same
    /// reading within five minutes is one entry a process. `details` say what was asked for, as far as it
    /// matters whether it was the same.
    ///
    /// # Errors
    /// Those of the database: what cannot be told must not be shown.
    pub async fn read(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        action: &str,
        target: Target,
        details: Vec<Change>,
    ) -> Result<()> {
        let Some(person) = self.reader(ctx, target) else {
            return Ok(());
        };
        let which = serde_json::to_string(&details).map_err(Error::internal)?;
        let reading: Reading = (person, action.to_owned(), target, which);
        let is_told = |at: DateTime<Utc>| (ctx.now - at).abs() < AGAIN;
        if self.readings.0.get(&reading).await.is_some_and(is_told) {
            return Ok(());
        }
        // Of several at once one writes, and the others wait for it.
        let told = self.readings.0.entry(reading);
        told.and_try_compute_with(async |known| {
            if known.is_some_and(|at| is_told(at.into_value())) {
                return Ok(Op::Nop);
            }
            let deed = Deed {
                ctx,
                tenant,
                action,
                target,
                changes: self.shown_readings(details),
            };
            let mut conn = self.pool.acquire().await?;
            told::tell(&mut conn, &[], &[deed]).await?;
            Ok::<_, Error>(Op::Put(ctx.now))
        })
        .await?;
        Ok(())
    }
}
