//! Months, days and minutes, and the regions of time zones.

use super::{Locale, td_string};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// The day of a moment where the person is.
pub(crate) fn day(locale: Locale, moment: DateTime<Utc>, zone: &str) -> String {
    let there = there(moment, zone);
    let month = month_of(locale, there);
    td_string!(locale, date.day, day = there.day(), month = month).to_string()
}

/// The same as short as a table needs it.
pub(crate) fn short_day(locale: Locale, moment: DateTime<Utc>, zone: &str) -> String {
    short_date(locale, there(moment, zone).date_naive())
}

/// A day as short as a table needs it.
pub(crate) fn short_date(locale: Locale, day: NaiveDate) -> String {
    unbroken(day, &short_month(locale, day, day.year().to_string()))
}

/// A day without its year, for an axis.
pub(crate) fn tick_date(locale: Locale, day: NaiveDate) -> String {
    unbroken(day, &short_month(locale, day, String::new()))
}

/// A day and what follows it, without a break between them.
fn unbroken(day: NaiveDate, rest: &str) -> String {
    format!(
        "{}\u{a0}{}",
        day.day(),
        rest.trim_end().replace(' ', "\u{a0}")
    )
}

fn short_month(locale: Locale, day: NaiveDate, year: String) -> String {
    macro_rules! month {
        ($month:ident) => {
            td_string!(locale, month_short.$month, year = year).to_string()
        };
    }
    match day.month() {
        1 => month!(january),
        2 => month!(february),
        3 => month!(march),
        4 => month!(april),
        5 => month!(may),
        6 => month!(june),
        7 => month!(july),
        8 => month!(august),
        9 => month!(september),
        10 => month!(october),
        11 => month!(november),
        _ => month!(december),
    }
}

/// The day and minute of a moment where the person is.
pub(crate) fn minute(locale: Locale, moment: DateTime<Utc>, zone: &str) -> String {
    let clock = there(moment, zone).format("%H:%M");
    format!("{}, {clock}", day(locale, moment, zone))
}

/// The same as short as a list needs it.
pub(crate) fn short_minute(locale: Locale, moment: DateTime<Utc>, zone: &str) -> String {
    let clock = there(moment, zone).format("%H:%M");
    format!("{}, {clock}", short_day(locale, moment, zone))
}

/// A zone that is not in our database any more counts as UTC.
fn there(moment: DateTime<Utc>, zone: &str) -> DateTime<Tz> {
    moment.with_timezone(&zone.parse().unwrap_or(Tz::UTC))
}

/// The month and year of a day.
pub(crate) fn month_of(locale: Locale, day: impl Datelike) -> String {
    let year = day.year();
    macro_rules! month {
        ($month:ident) => {
            td_string!(locale, month.$month, year = year).to_string()
        };
    }
    match day.month() {
        1 => month!(january),
        2 => month!(february),
        3 => month!(march),
        4 => month!(april),
        5 => month!(may),
        6 => month!(june),
        7 => month!(july),
        8 => month!(august),
        9 => month!(september),
        10 => month!(october),
        11 => month!(november),
        _ => month!(december),
    }
}

/// How long ago something was, if less than a day. Clocks that differ a little count as now.
pub(crate) fn ago(locale: Locale, passed: TimeDelta) -> Option<String> {
    let (minutes, hours) = (passed.num_minutes(), passed.num_hours());
    Some(match (hours, minutes) {
        (..=0, ..=0) => td_string!(locale, ago.now).to_owned(),
        (0, _) => td_string!(locale, ago.minutes, count = minutes).to_string(),
        (1..=23, _) => td_string!(locale, ago.hours, count = hours).to_string(),
        _ => return None,
    })
}

/// The first part of a time zone's name, as a heading.
pub(crate) fn region(locale: Locale, region: &str) -> &'static str {
    match region {
        "Africa" => td_string!(locale, region.africa),
        "America" => td_string!(locale, region.america),
        "Antarctica" => td_string!(locale, region.antarctica),
        "Arctic" => td_string!(locale, region.arctic),
        "Asia" => td_string!(locale, region.asia),
        "Atlantic" => td_string!(locale, region.atlantic),
        "Australia" => td_string!(locale, region.australia),
        "Europe" => td_string!(locale, region.europe),
        "Indian" => td_string!(locale, region.indian),
        "Pacific" => td_string!(locale, region.pacific),
        _ => td_string!(locale, region.other),
    }
}
