//! Numbers as each language writes them.

use super::{Locale, td_string};
use std::fmt::Display;

/// A number with its decimals, if it has any: `2.5`, `2,5`, `10`.
pub(super) fn decimal(locale: Locale, number: impl Display) -> String {
    let plain = number.to_string();
    match locale {
        Locale::en => plain,
        Locale::es => plain.replace('.', ","),
    }
}

/// A percentage with its sign.
pub(crate) fn percent(locale: Locale, number: impl Display) -> String {
    td_string!(locale, completion.percent, number = decimal(locale, number)).to_string()
}
