//! What the audit log may show: of a sensitive field the name, and never a value.

use super::{Audit, Change, Deed};
use chrono::NaiveDate;
use serde_json::Value;

/// From so many digits on a text may be a phone number.
const PHONE_DIGITS: usize = 7;

impl Audit {
    /// Deeds as the log may show them; none where it is off.
    pub(crate) fn shown_deeds<'a>(&self, mut deeds: Vec<Deed<'a>>) -> Vec<Deed<'a>> {
        if !self.config.enabled {
            return Vec::new();
        }
        for deed in &mut deeds {
            deed.changes = self.shown(std::mem::take(&mut deed.changes));
        }
        deeds
    }

    pub(super) fn shown(&self, changes: Vec<Change>) -> Vec<Change> {
        changes
            .into_iter()
            .map(|change| self.show(change))
            .collect()
    }

    /// The same of what a reading asked for: whoever searches types addresses and numbers.
    pub(super) fn shown_readings(&self, details: Vec<Change>) -> Vec<Change> {
        let mut shown = self.shown(details);
        for detail in &mut shown {
            if detail.after.as_str().is_some_and(may_be_address) {
                detail.after = Value::Null;
            }
        }
        shown
    }

    fn show(&self, mut change: Change) -> Change {
        if change.field.split('.').any(|word| self.is_sensitive(word)) {
            return Change::named(change.field);
        }
        self.hide(&mut change.before);
        self.hide(&mut change.after);
        change
    }

    /// Takes sensitive fields out of a value.
    fn hide(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| !self.is_sensitive(name));
                fields.values_mut().for_each(|value| self.hide(value));
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.hide(value)),
            _ => {}
        }
    }

    fn is_sensitive(&self, name: &str) -> bool {
        self.config.sensitive_fields.contains(name)
    }
}

/// Whether a text may be an e-mail address or a phone number, or a part of one.
fn may_be_address(text: &str) -> bool {
    if text.parse::<NaiveDate>().is_ok() {
        return false;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
    text.contains('@') || (is_number && digits >= PHONE_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_known_by_their_looks() {
        for text in [
            "ada@example.test",
            "@example",
            "+34 600 123 456",
            "0034600123",
            "600-123-456",
        ] {
            assert!(may_be_address(text), "{text}");
        }
        for text in ["", "ada", "2026", "course 1234567", "2026-11-21"] {
            assert!(!may_be_address(text), "{text}");
        }
    }
}
