//! Numbers as each language writes them.

use super::{Locale, td_string};
use std::fmt::Display;

/// A number with its decimals, if it has any: `2.5`, `2,5`, `10`.
pub(crate) fn decimal(locale: Locale, number: impl Display) -> String {
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

/// A whole number with its thousands apart: `1,234`; in Spanish from five digits on: `1234`, `12.345`
/// (Unicode CLDR, `minimumGroupingDigits`).
pub(crate) fn count(locale: Locale, number: impl Display) -> String {
    let plain = number.to_string();
    let (separator, ungrouped) = match locale {
        Locale::en => (',', 3),
        Locale::es => ('.', 4),
    };
    let length = plain.len();
    if length <= ungrouped {
        return plain;
    }
    let digits = plain.chars().enumerate();
    let grouped = digits.flat_map(|(i, digit)| {
        let is_start = i > 0 && (length - i).is_multiple_of(3);
        is_start.then_some(separator).into_iter().chain([digit])
    });
    grouped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_as_each_language_has_it() {
        for (number, en, es) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_234, "1,234", "1234"),
            (12_345, "12,345", "12.345"),
            (1_000_000, "1,000,000", "1.000.000"),
        ] {
            assert_eq!(count(Locale::en, number), en);
            assert_eq!(count(Locale::es, number), es);
        }
    }
}
