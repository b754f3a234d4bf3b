//! From what was sent to what may be saved: every field cleaned, every bad field named.

use super::{Link, UpdateProfile, Visibility};
use crate::{
    FieldCode, FieldError, FieldErrors, Language, Patch,
    limits::{
        BIO_MAX, EMAIL_MAX, LINE_MAX, LINK_LABEL_MAX, LINKS_MAX, NAME_MAX, PHONE_DIGITS_MAX,
        PHONE_DIGITS_MIN, RESERVED_USERNAMES, SKILL_MAX, SKILLS_MAX, URL_MAX, USERNAME_MAX,
        USERNAME_MIN,
    },
    text,
};
use validator::ValidateEmail;

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

/// What is wrong with a value, before it has the name of its field.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    code: FieldCode,
    limit: Option<usize>,
}

impl Fault {
    const fn of(code: FieldCode) -> Self {
        Self { code, limit: None }
    }

    const fn with(code: FieldCode, limit: usize) -> Self {
        Self {
            code,
            limit: Some(limit),
        }
    }

    /// The fault as the error of a field.
    pub fn at(self, field: impl Into<String>) -> FieldError {
        match self.limit {
            Some(limit) => FieldError::with_limit(field, self.code, limit),
            None => FieldError::new(field, self.code),
        }
    }
}

/// A checked value; `None` where nothing was left of it.
pub type Checked<T> = Result<Option<T>, Fault>;

fn optional<T>(
    patch: Patch<T>,
    errors: &mut FieldErrors,
    field: &str,
    check: impl FnOnce(T) -> Checked<T>,
) -> Patch<T> {
    match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(value) => match check(value) {
            Ok(Some(value)) => Patch::Set(value),
            Ok(None) => Patch::Clear,
            Err(fault) => {
                errors.push(fault.at(field));
                Patch::Keep
            }
        },
    }
}

/// Checks a field that cannot be cleared, and notes what is wrong with it.
pub fn required<T>(
    patch: Patch<T>,
    errors: &mut FieldErrors,
    field: &str,
    check: impl FnOnce(T) -> Checked<T>,
) -> Patch<T> {
    let checked = optional(patch, errors, field, check);
    if matches!(checked, Patch::Clear) {
        errors.push(FieldError::new(field, FieldCode::Required));
        return Patch::Keep;
    }
    checked
}

fn at_most(value: String, max: usize) -> Checked<String> {
    if value.chars().count() > max {
        return Err(Fault::with(FieldCode::TooLong, max));
    }
    Ok((!value.is_empty()).then_some(value))
}

fn line(value: &str, max: usize) -> Checked<String> {
    at_most(text::clean_line(value), max)
}

/// A username, lower-cased: it is unique without regard to case.
///
/// # Errors
/// Too short, too long, other characters than a username may have, or reserved.
pub fn check_username(value: &str) -> Checked<String> {
    let name = text::clean_line(value).to_lowercase();
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if name.is_empty() {
        return Ok(None);
    }
    match name.chars().count() {
        n if n < USERNAME_MIN => return Err(Fault::with(FieldCode::TooShort, USERNAME_MIN)),
        n if n > USERNAME_MAX => return Err(Fault::with(FieldCode::TooLong, USERNAME_MAX)),
        _ => {}
    }
    let allowed =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    if !name.chars().all(allowed) || !edge(name.chars().next()) || !edge(name.chars().last()) {
        return Err(Fault::of(FieldCode::InvalidUsername));
    }
    if RESERVED_USERNAMES.contains(&name.as_str()) {
        return Err(Fault::of(FieldCode::Reserved));
    }
    Ok(Some(name))
}

/// An e-mail address, lower-cased: it is unique without regard to case.
///
/// # Errors
/// Missing, too long, or not an address as HTML's `input type=email` defines it.
pub fn check_email(value: &str) -> Result<String, Fault> {
    let address = text::clean_line(value).to_lowercase();
    if address.is_empty() {
        return Err(Fault::of(FieldCode::Required));
    }
    if address.len() > EMAIL_MAX {
        return Err(Fault::with(FieldCode::TooLong, EMAIL_MAX));
    }
    if !address.validate_email() {
        return Err(Fault::of(FieldCode::InvalidEmail));
    }
    Ok(address)
}

fn https_url(value: &str) -> Checked<String> {
    let address = text::clean_line(value);
    if address.is_empty() {
        return Ok(None);
    }
    if address.chars().count() > URL_MAX {
        return Err(Fault::with(FieldCode::TooLong, URL_MAX));
    }
    let parsed = url::Url::parse(&address).map_err(|_| Fault::of(FieldCode::InvalidUrl))?;
    // Credentials in a link serve only to deceive about where it leads.
    if parsed.scheme() != "https" || !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(Fault::of(FieldCode::InvalidUrl));
    }
    // The normal form escapes what has no place in an address, and may be longer.
    let normal = String::from(parsed);
    if normal.chars().count() > URL_MAX {
        return Err(Fault::with(FieldCode::TooLong, URL_MAX));
    }
    Ok(Some(normal))
}

/// Spaces, dots, hyphens and brackets are how people write numbers; they are dropped.
fn phone(value: &str) -> Checked<String> {
    let number: String = text::clean_line(value)
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '/'))
        .collect();
    if number.is_empty() {
        return Ok(None);
    }
    let digits = number
        .strip_prefix('+')
        .ok_or(Fault::of(FieldCode::InvalidPhone))?;
    let length = PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX;
    if !length.contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::of(FieldCode::InvalidPhone));
    }
    Ok(Some(number))
}

/// A language, if it is on offer.
///
/// # Errors
/// It is not.
pub fn check_language(value: Language, on_offer: &[Language]) -> Checked<Language> {
    if on_offer.contains(&value) {
        Ok(Some(value))
    } else {
        Err(Fault::of(FieldCode::InvalidChoice))
    }
}

/// The IANA name of a time zone.
///
/// # Errors
/// There is none of this name.
pub fn check_timezone(value: &str) -> Checked<String> {
    let name = text::clean_line(value);
    if name.is_empty() {
        return Ok(None);
    }
    name.parse::<chrono_tz::Tz>()
        .map(|zone| Some(zone.name().to_owned()))
        .map_err(|_| Fault::of(FieldCode::InvalidTimezone))
}

fn links(patch: Patch<Vec<Link>>, errors: &mut FieldErrors) -> Patch<Vec<Link>> {
    let Patch::Set(links) = patch else {
        return patch;
    };
    if links.len() > LINKS_MAX {
        errors.push(FieldError::with_limit(
            "links",
            FieldCode::TooMany,
            LINKS_MAX,
        ));
        return Patch::Keep;
    }
    let mut checked = Vec::with_capacity(links.len());
    for (i, link) in links.into_iter().enumerate() {
        let label = entry(line(&link.label, LINK_LABEL_MAX), errors, || {
            format!("links[{i}].label")
        });
        let url = entry(https_url(&link.url), errors, || format!("links[{i}].url"));
        checked.push(Link { label, url });
    }
    Patch::Set(checked)
}

fn skills(patch: Patch<Vec<String>>, errors: &mut FieldErrors) -> Patch<Vec<String>> {
    let Patch::Set(skills) = patch else {
        return patch;
    };
    if skills.len() > SKILLS_MAX {
        errors.push(FieldError::with_limit(
            "skills",
            FieldCode::TooMany,
            SKILLS_MAX,
        ));
        return Patch::Keep;
    }
    let mut checked: Vec<String> = Vec::with_capacity(skills.len());
    for (i, skill) in skills.into_iter().enumerate() {
        let skill = entry(line(&skill, SKILL_MAX), errors, || format!("skills[{i}]"));
        // The same skill in other capitals is the same skill: the first spelling stays.
        if !checked
            .iter()
            .any(|s| s.to_lowercase() == skill.to_lowercase())
        {
            checked.push(skill);
        }
    }
    Patch::Set(checked)
}

fn entry(
    checked: Checked<String>,
    errors: &mut FieldErrors,
    field: impl FnOnce() -> String,
) -> String {
    let fault = match checked {
        Ok(Some(value)) => return value,
        Ok(None) => Fault::of(FieldCode::Required),
        Err(fault) => fault,
    };
    errors.push(fault.at(field()));
    String::new()
}

#[cfg(test)]
mod tests;
