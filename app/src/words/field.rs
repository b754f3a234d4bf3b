//! Names of fields, and what can be wrong with them.

use super::{Locale, td_string};
use crate::forms::profile::{Field, link_part};
use contract::{FieldCode, FieldError, profile::Visibility};

/// The name of a field.
pub(crate) fn label(locale: Locale, field: Field) -> &'static str {
    match field {
        Field::FirstName => td_string!(locale, field.first_name),
        Field::LastName => td_string!(locale, field.last_name),
        Field::DisplayName => td_string!(locale, field.display_name),
        Field::Username => td_string!(locale, field.username),
        Field::Headline => td_string!(locale, field.headline),
        Field::Bio => td_string!(locale, field.bio),
        Field::Location => td_string!(locale, field.location),
        Field::Skills => td_string!(locale, field.skills),
        Field::AvatarUrl => td_string!(locale, field.avatar_url),
        Field::Links => td_string!(locale, field.links),
        Field::Phone => td_string!(locale, field.phone),
        Field::Language => td_string!(locale, field.language),
        Field::Timezone => td_string!(locale, field.timezone),
        Field::Visibility => td_string!(locale, field.visibility),
        Field::Discoverable => td_string!(locale, field.discoverable),
    }
}

/// The name of what an error's path is about, such as `links[1].url` or `skills[3]`.
fn label_of(locale: Locale, path: &str) -> String {
    if let Some((row, part)) = link_part(path) {
        let number = row + 1;
        return if part == "url" {
            td_string!(locale, field.link_url, number = number).to_string()
        } else {
            td_string!(locale, field.link_label, number = number).to_string()
        };
    }
    if let Some(index) = path
        .strip_prefix("skills[")
        .and_then(|rest| rest.strip_suffix(']'))
        && let Ok(index) = index.parse::<usize>()
    {
        return td_string!(locale, field.skill, number = index + 1).to_string();
    }
    Field::from_name(path)
        .map_or(path, |field| label(locale, field))
        .to_owned()
}

/// What is wrong with a field of a profile, as one sentence that can stand anywhere.
pub(crate) fn fault(locale: Locale, error: &FieldError) -> String {
    fault_of(locale, &label_of(locale, &error.field), error)
}

/// What is wrong with something of this name.
pub(super) fn fault_of(locale: Locale, field: &str, error: &FieldError) -> String {
    let limit = error.limit.unwrap_or_default();
    match error.code {
        FieldCode::Required => td_string!(locale, fault.required, field = field).to_string(),
        FieldCode::TooShort => {
            td_string!(locale, fault.too_short, field = field, limit = limit).to_string()
        }
        FieldCode::TooLong => {
            td_string!(locale, fault.too_long, field = field, limit = limit).to_string()
        }
        FieldCode::TooMany => {
            td_string!(locale, fault.too_many, field = field, limit = limit).to_string()
        }
        FieldCode::InvalidEmail => {
            td_string!(locale, fault.invalid_email, field = field).to_string()
        }
        FieldCode::InvalidUsername => {
            td_string!(locale, fault.invalid_username, field = field).to_string()
        }
        FieldCode::Reserved => td_string!(locale, fault.reserved, field = field).to_string(),
        FieldCode::InvalidPhone => {
            td_string!(locale, fault.invalid_phone, field = field).to_string()
        }
        FieldCode::InvalidUrl => td_string!(locale, fault.invalid_url, field = field).to_string(),
        FieldCode::InvalidTimezone => {
            td_string!(locale, fault.invalid_timezone, field = field).to_string()
        }
        FieldCode::InvalidChoice => {
            td_string!(locale, fault.invalid_choice, field = field).to_string()
        }
        FieldCode::Taken => td_string!(locale, fault.taken, field = field).to_string(),
        FieldCode::ReadOnly | FieldCode::UnknownField => {
            td_string!(locale, fault.read_only, field = field).to_string()
        }
        // No form of ours leads to the others.
        FieldCode::InvalidId
        | FieldCode::InvalidType
        | FieldCode::InvalidFormat
        | FieldCode::OutOfRange
        | FieldCode::TooPrecise
        | FieldCode::TooLarge
        | FieldCode::InvalidSize
        | FieldCode::InvalidPicture
        | FieldCode::Duplicate
        | FieldCode::InvalidKey
        | FieldCode::Oneself => td_string!(locale, fault.unreadable, field = field).to_string(),
    }
}

/// Who may see a profile, in a word and in a sentence.
pub(crate) fn visibility(locale: Locale, visibility: Visibility) -> (&'static str, &'static str) {
    match visibility {
        Visibility::Public => (
            td_string!(locale, visibility.public),
            td_string!(locale, visibility.public_hint),
        ),
        Visibility::Members => (
            td_string!(locale, visibility.members),
            td_string!(locale, visibility.members_hint),
        ),
        Visibility::Private => (
            td_string!(locale, visibility.private),
            td_string!(locale, visibility.private_hint),
        ),
    }
}

/// Yes or no.
pub(crate) fn yes_no(locale: Locale, yes: bool) -> &'static str {
    if yes {
        td_string!(locale, yes_no.yes)
    } else {
        td_string!(locale, yes_no.no)
    }
}
