//! Months, and the regions of time zones.

use super::{Locale, td_string};
use chrono::{DateTime, Datelike, Utc};

/// The month and year of a moment, in UTC.
pub(crate) fn month_of(locale: Locale, moment: DateTime<Utc>) -> String {
    let year = moment.year();
    macro_rules! month {
        ($month:ident) => {
            td_string!(locale, month.$month, year = year).to_string()
        };
    }
    match moment.month() {
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
