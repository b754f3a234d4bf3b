//! One function for each kind of value.

use super::{
    super::Link,
    fault::{Checked, Fault, entry},
};
use crate::{
    FieldCode, FieldError, FieldErrors, Language, Patch,
    limits::{
        EMAIL_MAX, LINK_LABEL_MAX, LINKS_MAX, PHONE_DIGITS_MAX, PHONE_DIGITS_MIN,
        RESERVED_USERNAMES, SKILL_MAX, SKILLS_MAX, URL_MAX, USERNAME_MAX, USERNAME_MIN,
    },
    text,
};
use validator::ValidateEmail;

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

pub(super) fn https_url(value: &str) -> Checked<String> {
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
pub(super) fn phone(value: &str) -> Checked<String> {
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

pub(crate) fn links(patch: Patch<Vec<Link>>, errors: &mut FieldErrors) -> Patch<Vec<Link>> {
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

pub(super) fn skills(patch: Patch<Vec<String>>, errors: &mut FieldErrors) -> Patch<Vec<String>> {
    match patch {
        Patch::Set(skills) => {
            words(skills, errors, "skills", SKILLS_MAX).map_or(Patch::Keep, Patch::Set)
        }
        patch => patch,
    }
}

/// A list of short texts of at most [`SKILL_MAX`] characters each.
pub(crate) fn words(
    list: Vec<String>,
    errors: &mut FieldErrors,
    field: &str,
    max: usize,
) -> Option<Vec<String>> {
    if list.len() > max {
        errors.push(FieldError::with_limit(field, FieldCode::TooMany, max));
        return None;
    }
    let mut checked: Vec<String> = Vec::with_capacity(list.len());
    for (i, word) in list.into_iter().enumerate() {
        let word = entry(line(&word, SKILL_MAX), errors, || format!("{field}[{i}]"));
        // The same in other capitals is the same: the first spelling stays.
        if !checked
            .iter()
            .any(|known| known.to_lowercase() == word.to_lowercase())
        {
            checked.push(word);
        }
    }
    Some(checked)
}

pub(super) fn at_most(value: String, max: usize) -> Checked<String> {
    if value.chars().count() > max {
        return Err(Fault::with(FieldCode::TooLong, max));
    }
    Ok((!value.is_empty()).then_some(value))
}

pub(super) fn line(value: &str, max: usize) -> Checked<String> {
    at_most(text::clean_line(value), max)
}
