//! What the fields held when the form was made, as fingerprints in a hidden field. A stale form needs
//! them to tell what the person has typed from what was there already: which of two values is ticked at
//! first, whether anything of the form was saved meanwhile at all, and whether the address of the
//! picture is to change. Whoever makes them up deceives themselves alone.

use super::{Field, ProfileForm};
use std::{
    collections::BTreeMap,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
};

/// A fingerprint by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen(BTreeMap<Field, u64>);

impl Seen {
    /// The fingerprints of a form's present values.
    pub(super) fn of(form: &ProfileForm) -> Self {
        Self(
            Field::ALL
                .iter()
                .map(|field| (*field, fingerprint(form, *field)))
                .collect(),
        )
    }

    /// Whether the field holds something else than when the form was made, as far as is known.
    pub(super) fn is_touched(&self, form: &ProfileForm, field: Field) -> bool {
        self.0
            .get(&field)
            .is_none_or(|seen| *seen != fingerprint(form, field))
    }

    /// The fingerprint of one field, as the hidden field has it.
    pub(crate) fn word(&self, field: Field) -> String {
        let print = self.0.get(&field).copied().unwrap_or_default();
        word(field, print)
    }

    /// Reads the hidden field; whatever cannot be read is not known.
    pub(super) fn parse(text: &str) -> Self {
        let entry = |word: &str| {
            let (name, print) = word.split_once(':')?;
            Some((
                Field::from_name(name)?,
                u64::from_str_radix(print, 16).ok()?,
            ))
        };
        Self(text.split(' ').filter_map(entry).collect())
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (field, print)) in self.0.iter().enumerate() {
            let space = if i > 0 { " " } else { "" };
            write!(f, "{space}{}", word(*field, *print))?;
        }
        Ok(())
    }
}

fn word(field: Field, print: u64) -> String {
    format!("{}:{print:x}", field.name())
}

fn fingerprint(form: &ProfileForm, field: Field) -> u64 {
    let mut hasher = DefaultHasher::new();
    form.text(field).hash(&mut hasher);
    hasher.finish()
}
