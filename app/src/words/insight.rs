//! The days that an overview tells of.

use super::{Locale, number::count, td_string};
use contract::{FieldCode, FieldError, limits::RANGE_DAYS_MAX};

/// The end of a range that a parameter names.
pub(crate) fn range_end(locale: Locale, field: &str) -> &'static str {
    match field {
        "from" => td_string!(locale, overview.from),
        _ => td_string!(locale, overview.to),
    }
}

/// What is wrong with a range, as one sentence that can stand anywhere.
pub(crate) fn range_fault(locale: Locale, error: &FieldError) -> String {
    match error.code {
        FieldCode::OutOfRange if error.limit.is_none() => {
            td_string!(locale, overview.bad_order).to_owned()
        }
        FieldCode::OutOfRange => {
            let max = count(locale, RANGE_DAYS_MAX);
            td_string!(locale, overview.too_many_days, max = max).to_string()
        }
        _ => {
            let field = range_end(locale, &error.field);
            td_string!(locale, overview.bad_day, field = field).to_string()
        }
    }
}
