//! A form that was made before somebody saved something else: which fields differ, and whose value is
//! to stay.

use super::{Field, ProfileForm};
use contract::profile::ProfileView;

/// Whose value of a field is to stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The one in the form.
    Mine,
    /// The one that is saved now.
    Saved,
}

impl Choice {
    /// The choice as the value of a radio button.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Saved => "saved",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Mine, Self::Saved]
            .into_iter()
            .find(|choice| choice.as_str() == word)
    }
}

/// One field with two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The field.
    pub(crate) field: Field,
    /// Whose value is ticked at first: mine where I typed it, else what is saved.
    pub(crate) first: Choice,
}

/// A stale form beside what is saved now.
#[derive(Clone, Debug)]
pub(crate) struct Stale {
    /// The fields that differ, in the order of the form.
    pub(crate) conflicts: Vec<Conflict>,
    /// What is saved now.
    pub(crate) saved: ProfileForm,
}

impl Stale {
    /// Compares the form with what is saved now, and makes the form one of the saved version.
    pub(crate) fn new(form: &mut ProfileForm, current: &ProfileView) -> Self {
        let saved = ProfileForm::from_view(current);
        form.settle(&saved);
        let differs =
            |field: &&Field| form.has(**field) && form.text(**field) != saved.text(**field);
        let conflict = |field: &Field| {
            let touched = form.seen.is_touched(form, *field);
            Conflict {
                field: *field,
                first: if touched { Choice::Mine } else { Choice::Saved },
            }
        };
        let conflicts = Field::ALL.iter().filter(differs).map(conflict).collect();
        form.version = saved.version;
        Self { conflicts, saved }
    }

    /// Whether the field is one of those that differ.
    pub(crate) fn is_about(&self, field: Field) -> bool {
        self.conflicts
            .iter()
            .any(|conflict| conflict.field == field)
    }
}

impl ProfileForm {
    /// Whether nothing that the form is about was saved since it was made: what moved the version is
    /// not in it, such as an uploaded picture.
    pub(crate) fn is_untroubled_by(&self, current: &ProfileView) -> bool {
        let saved = Self::from_view(current);
        let is_as_seen = |field: &Field| !self.seen.is_touched(&saved, *field);
        // A picture's address that is not touched is not sent.
        let is_left = |field: &Field| {
            !self.has(*field) || *field == Field::AvatarUrl && !self.seen.is_touched(self, *field)
        };
        Field::ALL
            .iter()
            .all(|field| is_left(field) || is_as_seen(field))
    }

    /// Where somebody chose to keep what is saved, that is the form's value from now on.
    pub(crate) fn settle(&mut self, saved: &Self) {
        for (field, choice) in std::mem::take(&mut self.choices) {
            if choice == Choice::Saved {
                self.take(field, saved);
            }
        }
    }
}
