//! From what was sent to what may be saved: every field cleaned, every bad field named.

mod fault;
mod values;

pub use fault::required;
pub use values::{check_email, check_language, check_timezone, check_username};
pub(crate) use values::{links, words};

use super::{Link, UpdateProfile, Visibility};
use crate::{
    FieldErrors, Language, Patch,
    limits::{BIO_MAX, LINE_MAX, NAME_MAX},
    text,
};
use fault::optional;
use values::{at_most, https_url, line, phone, skills};

/// A change of a profile whose every value may be saved as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChanges {
    /// Lower-cased username.
    pub username: Patch<String>,
    /// Never `Clear`.
    pub first_name: Patch<String>,
    /// Never `Clear`.
    pub last_name: Patch<String>,
    /// Shown name.
    pub display_name: Patch<String>,
    /// One line about the person.
    pub headline: Patch<String>,
    /// Picture by address.
    pub avatar_url: Patch<String>,
    /// Biography.
    pub bio: Patch<String>,
    /// Where the person is.
    pub location: Patch<String>,
    /// E.164.
    pub phone: Patch<String>,
    /// Never `Clear`.
    pub timezone: Patch<String>,
    /// Never `Clear`.
    pub language: Patch<Language>,
    /// `Clear` is an empty list.
    pub links: Patch<Vec<Link>>,
    /// `Clear` is an empty list.
    pub skills: Patch<Vec<String>>,
    /// Never `Clear`.
    pub visibility: Patch<Visibility>,
    /// Never `Clear`.
    pub discoverable: Patch<bool>,
}

/// A new profile: the changes, with the two names that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProfile {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Everything else that was given.
    pub rest: ProfileChanges,
}

impl UpdateProfile {
    /// Cleans every value and checks it against the limits. `languages` are those on offer.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn check(self, languages: &[Language]) -> Result<ProfileChanges, FieldErrors> {
        let mut errors = FieldErrors::default();
        let changes = self.check_into(languages, &mut errors);
        errors.into_result(changes)
    }

    /// The same for a profile that does not exist yet: both names are required.
    /// Errors are added to `errors`; the result counts only when none were added.
    pub fn check_new(mut self, languages: &[Language], errors: &mut FieldErrors) -> NewProfile {
        for name in [&mut self.first_name, &mut self.last_name] {
            if name.is_keep() {
                *name = Patch::Clear;
            }
        }
        let mut rest = self.check_into(languages, errors);
        let take = |name: &mut Patch<String>| std::mem::take(name).apply(None).unwrap_or_default();
        NewProfile {
            first_name: take(&mut rest.first_name),
            last_name: take(&mut rest.last_name),
            rest,
        }
    }

    fn check_into(self, languages: &[Language], errors: &mut FieldErrors) -> ProfileChanges {
        ProfileChanges {
            username: optional(self.username, errors, "username", |v| check_username(&v)),
            first_name: required(self.first_name, errors, "firstName", |v| line(&v, NAME_MAX)),
            last_name: required(self.last_name, errors, "lastName", |v| line(&v, NAME_MAX)),
            display_name: optional(self.display_name, errors, "displayName", |v| {
                line(&v, LINE_MAX)
            }),
            headline: optional(self.headline, errors, "headline", |v| line(&v, LINE_MAX)),
            avatar_url: optional(self.avatar_url, errors, "avatarUrl", |v| https_url(&v)),
            bio: optional(self.bio, errors, "bio", |v| {
                at_most(text::clean_lines(&v), BIO_MAX)
            }),
            location: optional(self.location, errors, "location", |v| line(&v, LINE_MAX)),
            phone: optional(self.phone, errors, "phone", |v| phone(&v)),
            timezone: required(self.timezone, errors, "timezone", |v| check_timezone(&v)),
            language: required(self.language, errors, "language", |v| {
                check_language(v, languages)
            }),
            links: links(self.links, errors),
            skills: skills(self.skills, errors),
            visibility: required(self.visibility, errors, "visibility", |v| Ok(Some(v))),
            discoverable: required(self.discoverable, errors, "discoverable", |v| Ok(Some(v))),
        }
    }
}

#[cfg(test)]
mod tests;
