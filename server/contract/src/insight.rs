//! A tenant in numbers over time.

use crate::{account::AccountStatus, account::Role, enrollment::EnrollmentStatus, word::word_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

word_enum!(
    /// What is counted by day.
    #[derive(PartialOrd, Ord)]
    DailyKind {
        /// Accounts that were made. Those that are deleted since do not count.
        Registered = "registered",
        /// People who signed in, each once a day.
        Active = "active",
        /// Enrollments that began.
        Enrolled = "enrolled",
        /// Courses that were completed for the first time.
        Completed = "completed",
    }
);

/// Days, in UTC, the first and the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateRange {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl DateRange {
    /// Lengths that are offered to choose from: days.
    pub const PRESETS: [u32; 4] = [7, 30, 90, 365];

    /// The last so many days, `today` included; at least one.
    pub fn last(days: u32, today: NaiveDate) -> Self {
        let before = chrono::Days::new(u64::from(days.saturating_sub(1)));
        Self {
            from: today.checked_sub_days(before).unwrap_or(NaiveDate::MIN),
            to: today,
        }
    }

    /// How many days it has; none where it ends before it begins.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days().saturating_add(1).max(0)
    }

    /// Each day, in order.
    pub fn iter(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }
}

/// What a day came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayCounts {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// Accounts that were made.
    pub registered: i64,
    /// People who signed in.
    pub active: i64,
    /// Enrollments that began.
    pub enrolled: i64,
    /// Courses that were completed.
    pub completed: i64,
}

impl DayCounts {
    /// The number of one kind.
    pub const fn of(&self, kind: DailyKind) -> i64 {
        match kind {
            DailyKind::Registered => self.registered,
            DailyKind::Active => self.active,
            DailyKind::Enrolled => self.enrolled,
            DailyKind::Completed => self.completed,
        }
    }
}

/// How many there are of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share<T> {
    /// Of what.
    pub of: T,
    /// How many.
    pub count: i64,
}

/// Profiles by whether they are complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Completion {
    /// At least 90 % complete.
    pub completed: i64,
    /// The others.
    pub incomplete: i64,
}

/// A tenant in numbers: how it stands now, and each day of a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Which days.
    pub range: DateRange,
    /// One entry a day of the range, in order; zeros where nothing was.
    pub days: Vec<DayCounts>,
    /// Accounts now; deleted ones do not count.
    pub users: i64,
    /// Accounts by role, every role, in the order of `Role::ALL`.
    pub roles: Vec<Share<Role>>,
    /// Accounts by status, every status but `deleted`, in the order of `AccountStatus::ALL`.
    pub statuses: Vec<Share<AccountStatus>>,
    /// Profiles by whether they are complete.
    pub profiles: Completion,
    /// Enrollments by state, every state, in the order of `EnrollmentStatus::ALL`. Those of deleted
    /// accounts do not count.
    pub enrollments: Vec<Share<EnrollmentStatus>>,
}

impl Overview {
    /// The sum of one kind over the range. Of `active`, days on which people were active, not people.
    pub fn sum(&self, kind: DailyKind) -> i64 {
        self.days.iter().map(|day| day.of(kind)).sum()
    }
}

#[cfg(feature = "validate")]
mod check {
    use super::DateRange;
    use crate::{FieldCode, FieldError, FieldErrors, limits::RANGE_DAYS_MAX};

    impl DateRange {
        /// The same, if it has days, and not too many.
        ///
        /// # Errors
        /// `to`: it ends before it begins, or has too many days.
        pub fn check(self) -> Result<Self, FieldErrors> {
            match usize::try_from(self.days()) {
                Ok(1..=RANGE_DAYS_MAX) => Ok(self),
                _ => Err(FieldErrors::one(FieldError::with_limit(
                    "to",
                    FieldCode::OutOfRange,
                    RANGE_DAYS_MAX,
                ))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_seven_days_end_today() {
        let week = DateRange::last(7, day("2026-03-02"));
        assert_eq!(
            (week.from, week.days()),
            (day("2026-02-24"), 7),
            "over the end of a short month"
        );
        let days: Vec<_> = week.iter().collect();
        assert_eq!(days.len(), 7);
        assert_eq!((days[0], days[6]), (week.from, week.to));
        assert_eq!(DateRange::last(0, day("2026-03-02")).days(), 1);
    }

    #[cfg(feature = "validate")]
    #[test]
    fn a_range_has_a_day_at_least_and_366_at_most() {
        let range = |from: &str, to: &str| DateRange {
            from: day(from),
            to: day(to),
        };
        assert!(range("2026-03-02", "2026-03-02").check().is_ok());
        assert!(
            range("2024-01-01", "2024-12-31").check().is_ok(),
            "a leap year"
        );
        assert!(range("2024-01-01", "2025-01-01").check().is_err());
        assert!(range("2026-03-02", "2026-03-01").check().is_err());
        let ends = DateRange {
            from: NaiveDate::MIN,
            to: NaiveDate::MAX,
        };
        assert!(ends.check().is_err());
        for days in DateRange::PRESETS {
            assert!(DateRange::last(days, day("2026-03-02")).check().is_ok());
        }
    }
}
