//! How many people there are, and what can be wrong with how they are looked for.

use super::{Locale, field::fault_of, number::count, td_string};
use contract::FieldError;

/// So many people.
pub(crate) fn people(locale: Locale, total: i64) -> String {
    if total == 1 {
        return td_string!(locale, people.count_one).to_owned();
    }
    td_string!(locale, people.count_many, count = count(locale, total)).to_string()
}

/// What is wrong with a parameter of the directory, as one sentence that can stand anywhere.
pub(crate) fn people_fault(locale: Locale, error: &FieldError) -> String {
    let name = match &*error.field {
        "skill" => td_string!(locale, people.skill),
        _ => td_string!(locale, people.search),
    };
    fault_of(locale, name, error)
}
