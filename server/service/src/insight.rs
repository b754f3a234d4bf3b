//! A tenant in numbers, for its admins: how it stands, and each day of a range. Everything is counted as it
//! changes, so that an answer reads sums.

mod store;

pub(crate) use store::{add_up_counts, delete_old, insert_active_day};

use crate::{Ctx, error::Result, replica::Readers};
use chrono::TimeDelta;
use contract::{
    account::{AccountStatus, Role},
    enrollment::EnrollmentStatus,
    insight::{Completion, DailyKind, DateRange, DayCounts, Overview, Share},
};
use sqlx::PgPool;
use std::collections::HashMap;

/// How long it is kept who signed in on a day: longer than any range. How many they were stays.
pub(crate) const KEEP_ACTIVE: TimeDelta = TimeDelta::days(400);

/// Tells a tenant in numbers.
#[derive(Clone, Debug)]
pub struct InsightService {
    readers: Readers,
}

impl InsightService {
    /// Numbers of this database.
    pub fn new(readers: Readers) -> Self {
        Self { readers }
    }

    /// How the caller's tenant stands, and what each day of the range came to: for admins.
    ///
    /// # Errors
    /// `Invalid` (`to`), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn overview(&self, ctx: &Ctx, range: DateRange) -> Result<Overview> {
        let tenant = ctx.admin()?.tenant_id;
        let range = range.check()?;
        let read = |pool: PgPool| async move {
            let mut tx = store::begin(&pool).await?;
            let stands = store::find_standing(&mut tx, tenant).await?;
            let daily = store::list_daily(&mut tx, tenant, range).await?;
            tx.commit().await?;
            Ok((stands, daily))
        };
        let (stands, daily) = self.readers.read(ctx.sight, read).await?;
        let by_day: HashMap<_, _> = daily
            .into_iter()
            .map(|(kind, day, count)| ((kind, day), count))
            .collect();
        let day_of = |day| {
            let of = |kind| by_day.get(&(kind, day)).copied().unwrap_or_default();
            DayCounts {
                day,
                registered: of(DailyKind::Registered),
                active: of(DailyKind::Active),
                enrolled: of(DailyKind::Enrolled),
                completed: of(DailyKind::Completed),
            }
        };
        let users = stands.sum("");
        let completed = stands.sum("@completed");
        Ok(Overview {
            range,
            days: range.iter().map(day_of).collect(),
            users,
            roles: shares(Role::ALL, |role| stands.of_role(*role)),
            statuses: shares(AccountStatus::ALL, |status| stands.of_status(*status))
                .into_iter()
                .filter(|share| share.of != AccountStatus::Deleted)
                .collect(),
            profiles: Completion {
                completed,
                incomplete: users - completed,
            },
            enrollments: shares(EnrollmentStatus::ALL, |status| {
                stands.of_enrollments(*status)
            }),
        })
    }
}

fn shares<T: Copy>(all: &[T], count: impl Fn(&T) -> i64) -> Vec<Share<T>> {
    let share = |of: &T| Share {
        of: *of,
        count: count(of),
    };
    all.iter().map(share).collect()
}

#[cfg(test)]
mod tests;
