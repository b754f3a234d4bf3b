//! Which entries the page shows: all of it is in the address, so that it can be kept, shared and gone back to.

use crate::{ReturnPath, pages::admin::frame::Area, return_path::address};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;
use contract::{FieldCode, FieldError, FieldErrors, audit::AuditQuery};

/// Entries a page.
pub(super) const PAGE: u32 = 20;
/// Newer pages whose places an address keeps: it must not become too long to come back to.
const NEWER_MAX: usize = 8;
/// A day as it is written: `2026-03-31`.
const DAY_LENGTH: usize = 10;
/// No clock was ever turned on by more.
const LONGEST_GAP_H: i64 = 24;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Which entries, as it was typed: days are those of whoever reads.
    pub(super) query: AuditQuery,
    /// Where the page begins.
    pub(super) cursor: Option<String>,
    /// Where the pages before it begin, the newest first; the first page of all begins nowhere.
    pub(super) newer: Vec<String>,
}

impl Shown {
    /// Reads the address.
    pub(super) fn of(here: &ReturnPath) -> Self {
        let mut shown = Self::default();
        for (name, value) in here.query() {
            let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            let query = &mut shown.query;
            match name.as_str() {
                "actor" => query.actor = value,
                "target" => query.target = value,
                "action" => query.action = value,
                "from" => query.from = value,
                "to" => query.to = value,
                "cursor" => shown.cursor = value,
                "newer" => {
                    let places = value.unwrap_or_default();
                    let places = places.split('.').filter(|place| !place.is_empty());
                    shown.newer = places.map(str::to_owned).collect();
                }
                _ => {}
            }
        }
        shown
    }

    /// Everything that was done by somebody or something.
    pub(super) fn by(actor: impl Into<String>) -> Self {
        let mut shown = Self::default();
        shown.query.actor = Some(actor.into());
        shown
    }

    /// Everything that was done to somebody or something.
    pub(super) fn about(target: impl Into<String>) -> Self {
        let mut shown = Self::default();
        shown.query.target = Some(target.into());
        shown
    }

    /// Whether every entry is meant.
    pub(super) fn is_everything(&self) -> bool {
        self.query == AuditQuery::default()
    }

    /// What to ask the service for, to whom days are those of UTC.
    ///
    /// # Errors
    /// Every field that cannot be read; `to`, where it is before `from`.
    pub(super) fn query(&self, zone: Tz) -> Result<AuditQuery, FieldErrors> {
        let (first, last) = (
            day_of(self.query.from.as_deref()),
            day_of(self.query.to.as_deref()),
        );
        let mut faults = self.query.check().err().unwrap_or_default();
        if first.zip(last).is_some_and(|(first, last)| first > last)
            && !faults.0.iter().any(|error| error.field == "to")
        {
            faults.push(FieldError::new("to", FieldCode::OutOfRange));
        }
        let begins = |day: NaiveDate| {
            // What RFC 3339 has no year for is left to the service as it is.
            let begin = begin_of(day, zone).filter(|begin| (1..=9999).contains(&begin.year()));
            Some(begin?.to_rfc3339_opts(SecondsFormat::Secs, true))
        };
        let after = last.and_then(|day| day.checked_add_days(Days::new(1)));
        faults.into_result(AuditQuery {
            from: first.and_then(begins).or_else(|| self.query.from.clone()),
            to: after.and_then(begins).or_else(|| self.query.to.clone()),
            ..self.query.clone()
        })
    }

    /// The page that begins there, behind this one.
    pub(super) fn older(&self, cursor: String) -> Self {
        let mut newer = self.newer.clone();
        newer.extend(self.cursor.clone());
        let forgotten = newer.len().saturating_sub(NEWER_MAX);
        newer.drain(..forgotten);
        Self {
            cursor: Some(cursor),
            newer,
            ..self.clone()
        }
    }

    /// The page before this one, or the first of all where it is not known any more.
    pub(super) fn newer(&self) -> Self {
        let mut shown = self.clone();
        shown.cursor = shown.newer.pop();
        shown
    }

    /// The first page of all.
    pub(super) fn newest(&self) -> Self {
        Self {
            query: self.query.clone(),
            ..Self::default()
        }
    }

    /// The address.
    pub(super) fn href(&self) -> String {
        let query = &self.query;
        let newer = Some(self.newer.join(".")).filter(|newer| !newer.is_empty());
        let pairs = [
            ("actor", query.actor.as_deref()),
            ("target", query.target.as_deref()),
            ("action", query.action.as_deref()),
            ("from", query.from.as_deref()),
            ("to", query.to.as_deref()),
            ("cursor", self.cursor.as_deref()),
            ("newer", newer.as_deref()),
        ];
        address(Area::Audit.path(), &pairs)
    }
}

/// A plain day; none where it is a time, or nothing that can be read.
pub(super) fn day_of(text: Option<&str>) -> Option<NaiveDate> {
    let text = text?;
    text.parse().ok().filter(|_| text.len() == DAY_LENGTH)
}

/// When a day begins somewhere: at midnight, or when clocks turned to summer time at midnight are done with it.
fn begin_of(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    let begin = (0..=LONGEST_GAP_H).find_map(|hours| {
        let there = midnight.checked_add_signed(TimeDelta::hours(hours))?;
        there.and_local_timezone(zone).earliest()
    });
    begin.map(|begin| begin.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Shown {
        Shown::of(&ReturnPath::parse(&format!("/admin/audit{query}")).unwrap())
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        for query in [
            "",
            "?actor=auth-service&target=x&action=user.updated&from=2026-03-31&to=2026-04-01",
            "?actor=c%2B%2B+%26+%C3%B1&cursor=abc-_&newer=a-_.b",
        ] {
            assert_eq!(of(query).href(), format!("/admin/audit{query}"));
        }
        for query in ["?actor=+&from=&cursor=&newer=..", "?&&=%FF", "?page=2"] {
            assert_eq!(of(query), Shown::default(), "{query}");
        }
    }

    #[test]
    fn days_are_those_of_whoever_reads() {
        let asked = |query: &str, zone: &str| {
            let query = of(query).query(zone.parse().unwrap()).unwrap();
            (query.from.unwrap_or_default(), query.to.unwrap_or_default())
        };
        let times = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let day = "?from=2026-03-29&to=2026-03-29";
        assert_eq!(
            asked(day, "UTC"),
            times("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z")
        );
        assert_eq!(
            asked(day, "Europe/Madrid"),
            times("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
            "a day of 23 hours"
        );
        assert_eq!(
            asked("?from=2026-09-06", "America/Santiago").0,
            "2026-09-06T04:00:00Z",
            "which begins at one o’clock"
        );
        assert_eq!(
            asked("?from=2011-12-30", "Pacific/Apia").0,
            "2011-12-30T10:00:00Z",
            "which never was"
        );
        assert_eq!(
            asked("?from=2026-03-29T12:00:00Z&to=9999-12-31", "UTC"),
            times("2026-03-29T12:00:00Z", "9999-12-31"),
            "what is a time already stays"
        );
        assert_eq!(asked("?from=0001-01-01", "Asia/Tokyo").0, "0001-01-01");
    }

    #[test]
    fn every_bad_value_is_told_at_its_field() {
        let faults = |query: &str| {
            let faults = of(query).query(Tz::UTC).unwrap_err();
            let faults = faults.0.into_iter().map(|error| (error.field, error.code));
            faults.collect::<Vec<_>>()
        };
        let fault = |field: &str, code| (field.to_owned(), code);
        assert_eq!(
            faults("?target=x&action=A!&from=soon&to=2026-02-30"),
            [
                fault("target", FieldCode::InvalidId),
                fault("action", FieldCode::InvalidFormat),
                fault("from", FieldCode::InvalidFormat),
                fault("to", FieldCode::InvalidFormat),
            ]
        );
        for query in [
            "?from=2026-02-02&to=2026-02-01",
            "?from=2026-03-02&to=2026-02-01",
        ] {
            assert_eq!(
                faults(query),
                [fault("to", FieldCode::OutOfRange)],
                "{query}"
            );
        }
    }

    #[test]
    fn from_page_to_page_one_goes_back_the_same_way() {
        let first = of("?action=user");
        let second = first.older("b".to_owned());
        let third = second.older("c".to_owned());
        assert_eq!(second.href(), "/admin/audit?action=user&cursor=b");
        assert_eq!(third.href(), "/admin/audit?action=user&cursor=c&newer=b");
        assert_eq!(third.newer(), second);
        assert_eq!(second.newer(), first);
        assert_eq!(third.newest(), first);
    }

    #[test]
    fn however_deep_the_address_stays_short_enough_to_come_back_to() {
        let cursor = "x".repeat(140);
        let deep = (0..100).fold(Shown::default(), |shown, _| shown.older(cursor.clone()));
        assert_eq!(deep.newer.len(), NEWER_MAX);
        assert!(ReturnPath::parse(&deep.href()).is_some());
        assert!(deep.href().len() < 1_500, "{}", deep.href().len());
        let back = (0..=NEWER_MAX).fold(deep, |shown, _| shown.newer());
        assert_eq!(
            back,
            Shown::default(),
            "what is forgotten leads to the start"
        );
    }
}
