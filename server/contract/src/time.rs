//! Times that others tell us, made such that everybody can keep and repeat them.

use chrono::{DateTime, Datelike, SecondsFormat, SubsecRound, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// A second has no more microseconds; chrono counts a leap second as a second of two.
const SECOND_NS: u32 = 1_000_000_000;
const MICROSECONDS: u16 = 6;

/// Reads a time (RFC 3339: years 1 to 9999). A leap second is the second before it, and what is
/// finer than a microsecond is cut off, because PostgreSQL keeps neither.
///
/// # Errors
/// No time, or one of another year.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    let time = DateTime::<Utc>::deserialize(deserializer)?;
    if !(1..=9999).contains(&time.year()) {
        return Err(D::Error::custom("a year that RFC 3339 has not"));
    }
    let fraction = time.nanosecond() % SECOND_NS;
    let time = time.with_nanosecond(fraction).unwrap_or(time);
    Ok(time.trunc_subsecs(MICROSECONDS))
}

/// Writes a time to the microsecond, whatever these are: what is answered twice is then of one length,
/// which would otherwise tell two answers apart that are to be alike.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_micros<S: Serializer>(
    time: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// A time that others tell us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Told(#[serde(deserialize_with = "deserialize")] pub DateTime<Utc>);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let told: Told = serde_json::from_value(text.into()).ok()?;
        Some(told.0.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }

    #[test]
    fn a_time_is_written_as_long_whatever_its_microseconds() {
        for (told, written) in [
            ("2026-11-21T09:00:00Z", "\"2026-11-21T09:00:00.000000Z\""),
            (
                "2026-11-21T09:00:00.120Z",
                "\"2026-11-21T09:00:00.120000Z\"",
            ),
        ] {
            let time: Told = serde_json::from_value(told.into()).unwrap();
            let mut text = Vec::new();
            serialize_micros(&time.0, &mut serde_json::Serializer::new(&mut text)).unwrap();
            assert_eq!(String::from_utf8(text).unwrap(), written);
        }
    }

    #[test]
    fn times_are_kept_to_the_microsecond_within_the_years_of_rfc_3339() {
        for (told, kept) in [
            ("2026-11-21T10:00:00+01:00", Some("2026-11-21T09:00:00Z")),
            (
                "2026-11-21T09:00:00.1234567Z",
                Some("2026-11-21T09:00:00.123456Z"),
            ),
            ("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59Z")),
            ("2016-12-31T23:59:60.5Z", Some("2016-12-31T23:59:59.500Z")),
            ("0001-01-01T00:00:00Z", Some("0001-01-01T00:00:00Z")),
            ("9999-12-31T23:59:59Z", Some("9999-12-31T23:59:59Z")),
            ("0000-12-31T23:59:59Z", None),
            ("-9999-01-01T00:00:00Z", None),
            ("+10000-01-01T00:00:00Z", None),
            ("yesterday", None),
        ] {
            assert_eq!(read(told).as_deref(), kept, "{told}");
        }
    }
}
