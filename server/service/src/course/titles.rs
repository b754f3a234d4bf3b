//! What courses are called, kept in the process for a second: lists show titles that are at most
//! that old without asking Postgres each time.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{CourseId, TenantId};
use std::{sync::Arc, time::Duration};

/// How old a title may be.
const MAX_AGE: TimeDelta = TimeDelta::seconds(1);
/// Titles that are kept; forgetting costs a question.
const MAX_TITLES: u64 = 100_000;

/// A title, or that there is none.
pub(crate) type Title = Option<Arc<str>>;

/// Titles that were asked for a moment ago.
#[derive(Clone, Debug)]
pub(super) struct Titles(moka::sync::Cache<(TenantId, CourseId), (Title, DateTime<Utc>)>);

impl Titles {
    pub(super) fn new() -> Self {
        let titles = moka::sync::Cache::builder()
            .max_capacity(MAX_TITLES)
            .time_to_live(Duration::from_mins(1))
            .build();
        Self(titles)
    }

    /// What is known and young enough.
    pub(super) fn get(
        &self,
        tenant: TenantId,
        course: CourseId,
        now: DateTime<Utc>,
    ) -> Option<Title> {
        let (title, read_at) = self.0.get(&(tenant, course))?;
        ((now - read_at).abs() < MAX_AGE).then_some(title)
    }

    /// Keeps what was asked for at `now` or later.
    pub(super) fn keep(
        &self,
        tenant: TenantId,
        course: CourseId,
        title: Title,
        now: DateTime<Utc>,
    ) {
        self.0.insert((tenant, course), (title, now));
    }
}
