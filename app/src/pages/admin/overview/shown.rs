//! Which days the page tells of: they are in the address, so that it can be kept, shared and gone back to.

use crate::{ReturnPath, pages::admin::frame::Area, return_path::address};
use chrono::NaiveDate;
use contract::{FieldCode, FieldError, FieldErrors, insight::DateRange};

/// Days, where nothing is asked for.
const DAYS: u32 = 30;
/// A day as it is written: `2026-03-31`.
const DAY_LENGTH: usize = 10;

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// So many days until today.
    Last(u32),
    /// From a day to a day, as they were typed; what is empty is left open.
    Between {
        /// The first.
        from: String,
        /// The last.
        to: String,
    },
}

impl Default for Shown {
    fn default() -> Self {
        Self::Last(DAYS)
    }
}

impl Shown {
    /// Reads the address. What is typed into no field and cannot be read counts as not there.
    pub(super) fn of(here: &ReturnPath) -> Self {
        let (mut days, mut from, mut to) = (DAYS, String::new(), String::new());
        for (name, value) in here.query() {
            let value = value.trim();
            match name.as_str() {
                "days" => days = preset(value).unwrap_or(DAYS),
                "from" => value.clone_into(&mut from),
                "to" => value.clone_into(&mut to),
                _ => {}
            }
        }
        if from.is_empty() && to.is_empty() {
            Self::Last(days)
        } else {
            Self::Between { from, to }
        }
    }

    /// The days that are meant. From an open end they are as many as usual; where the last is open, until today.
    ///
    /// # Errors
    /// `from` and `to`, which are no days; `to`, where it is before `from` or too far from it.
    pub(super) fn range(&self, today: NaiveDate) -> Result<DateRange, FieldErrors> {
        let (from, to) = match self {
            Self::Last(days) => return Ok(DateRange::last(*days, today)),
            Self::Between { from, to } => (from, to),
        };
        let mut faults = FieldErrors::default();
        let mut read = |field: &str, text: &str| {
            let day = Some(text).filter(|text| !text.is_empty())?;
            let read = day.parse().ok().filter(|_| day.len() == DAY_LENGTH);
            if read.is_none() {
                faults.push(FieldError::new(field, FieldCode::InvalidFormat));
            }
            read
        };
        let (from, to) = (read("from", from), read("to", to));
        faults.into_result(())?;
        let to = to.unwrap_or(today);
        let from = from.unwrap_or_else(|| DateRange::last(DAYS, to).from);
        if from > to {
            return Err(FieldErrors::one(FieldError::new(
                "to",
                FieldCode::OutOfRange,
            )));
        }
        DateRange { from, to }.check()
    }
}

/// The address of so many days until today.
pub(super) fn href(days: u32) -> String {
    let days = (days != DAYS).then(|| days.to_string());
    address(Area::Overview.path(), &[("days", days.as_deref())])
}

fn preset(text: &str) -> Option<u32> {
    let days = text.parse().ok()?;
    DateRange::PRESETS.contains(&days).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Shown {
        Shown::of(&ReturnPath::parse(&format!("/admin{query}")).unwrap())
    }

    /// The first and the last day, or what is wrong.
    fn range(query: &str) -> Result<(String, String), Vec<(String, FieldCode)>> {
        let today = "2026-03-31".parse().unwrap();
        let read = of(query).range(today);
        read.map(|range| (range.from.to_string(), range.to.to_string()))
            .map_err(|faults| faults.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    fn days(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn presets_lead_to_where_they_say() {
        for days in DateRange::PRESETS {
            let path = href(days);
            assert_eq!(
                Shown::of(&ReturnPath::parse(&path).unwrap()),
                Shown::Last(days)
            );
        }
        assert_eq!(href(30), "/admin", "the usual one needs no words");
        assert_eq!(range("?days=7"), Ok(days("2026-03-25", "2026-03-31")));
    }

    #[test]
    fn what_is_no_preset_and_what_is_empty_leads_to_the_usual_days() {
        for query in [
            "",
            "?days=8",
            "?days=-7&x=y",
            "?days=week",
            "?from=&to=+",
            "?&&=%FF",
        ] {
            assert_eq!(of(query), Shown::default(), "{query}");
        }
        assert_eq!(range(""), Ok(days("2026-03-02", "2026-03-31")));
    }

    #[test]
    fn days_are_taken_as_typed_and_an_open_end_is_filled() {
        assert_eq!(
            range("?from=2026-01-01&to=2026-01-01&days=7"),
            Ok(days("2026-01-01", "2026-01-01"))
        );
        assert_eq!(
            range("?from=2026-03-01"),
            Ok(days("2026-03-01", "2026-03-31"))
        );
        assert_eq!(
            range("?to=2026-01-30"),
            Ok(days("2026-01-01", "2026-01-30"))
        );
    }

    #[test]
    fn every_bad_day_is_told_at_its_field() {
        let unreadable = |field: &str| (field.to_owned(), FieldCode::InvalidFormat);
        assert_eq!(
            range("?from=soon&to=2026-02-29"),
            Err(vec![unreadable("from"), unreadable("to")])
        );
        assert_eq!(range("?from=2026-1-1"), Err(vec![unreadable("from")]));
        assert_eq!(range("?to=%2B12026-01-01"), Err(vec![unreadable("to")]));
        let out_of_range = Err(vec![("to".to_owned(), FieldCode::OutOfRange)]);
        assert_eq!(range("?from=2026-02-02&to=2026-02-01"), out_of_range);
        assert_eq!(
            range("?from=2026-04-01"),
            out_of_range,
            "it is not there yet"
        );
        assert_eq!(range("?from=2025-03-31&to=2026-04-01"), out_of_range);
        assert!(range("?from=0001-01-01&to=9999-12-31").is_err());
    }
}
