//! From what was sent to preferences that may be saved.

use super::{PreferenceCategory, PreferenceEntry};
use crate::{
    FieldCode, FieldError, FieldErrors,
    fields::FieldReader,
    limits::{PREFERENCE_KEY_MAX, PREFERENCE_VALUE_MAX, PREFERENCES_MAX},
};
use serde_json::{Map, Number, Value};
use std::collections::HashSet;

const LIST: &str = "preferences";

/// Sets values of one category; keys that are not named stay as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct UpsertPreferences {
    /// The category.
    pub category: PreferenceCategory,
    /// What to set; every key once, every value within the limits.
    pub entries: Vec<PreferenceEntry>,
}

impl UpsertPreferences {
    /// Reads the body of `PUT /users/{id}/preferences/{category}`.
    ///
    /// # Errors
    /// One entry a bad field, such as `preferences[2].key`.
    pub fn from_json(
        category: PreferenceCategory,
        body: Map<String, Value>,
    ) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let list = reader.checked(LIST, |value| match value {
            Value::Array(list) => Ok(list),
            _ => Err(FieldError::new(LIST, FieldCode::InvalidType)),
        });
        if list.is_none() && !reader.has_error(LIST) {
            reader.note(FieldError::new(LIST, FieldCode::Required));
        }
        let list = list.unwrap_or_default();
        if list.len() > PREFERENCES_MAX {
            reader.note(FieldError::with_limit(
                LIST,
                FieldCode::TooMany,
                PREFERENCES_MAX,
            ));
        }
        let mut known = HashSet::new();
        let mut entries = Vec::with_capacity(list.len().min(PREFERENCES_MAX));
        for (i, entry) in list.into_iter().take(PREFERENCES_MAX).enumerate() {
            if let Some(entry) = read_entry(&mut reader, i, entry) {
                if !known.insert(entry.key.clone()) {
                    reader.note(FieldError::new(
                        format!("{LIST}[{i}].key"),
                        FieldCode::Duplicate,
                    ));
                }
                entries.push(entry);
            }
        }
        reader.finish(&[], || None)?;
        Ok(Self { category, entries })
    }
}

fn read_entry(reader: &mut FieldReader, i: usize, entry: Value) -> Option<PreferenceEntry> {
    let at = |field: &str| format!("{LIST}[{i}].{field}");
    let Value::Object(mut entry) = entry else {
        reader.note(FieldError::new(
            format!("{LIST}[{i}]"),
            FieldCode::InvalidType,
        ));
        return None;
    };
    let key = match entry.remove("key") {
        None | Some(Value::Null) => Err(FieldError::new(at("key"), FieldCode::Required)),
        Some(Value::String(key)) => check_key(&key)
            .map(|()| key)
            .map_err(|code| FieldError::new(at("key"), code)),
        Some(_) => Err(FieldError::new(at("key"), FieldCode::InvalidType)),
    };
    let value =
        match entry.remove("value") {
            None => Err(FieldError::new(at("value"), FieldCode::Required)),
            Some(value) if has_nul(&value) => {
                Err(FieldError::new(at("value"), FieldCode::InvalidFormat))
            }
            Some(value) if stored_size(&value) > PREFERENCE_VALUE_MAX => Err(
                FieldError::with_limit(at("value"), FieldCode::TooLarge, PREFERENCE_VALUE_MAX),
            ),
            Some(value) => {
                normal(value).ok_or_else(|| FieldError::new(at("value"), FieldCode::OutOfRange))
            }
        };
    for field in entry.keys() {
        reader.note(FieldError::new(at(field), FieldCode::UnknownField));
    }
    match (key, value) {
        (Ok(key), Ok(value)) => Some(PreferenceEntry { key, value }),
        (key, value) => {
            for error in [key.err(), value.err()].into_iter().flatten() {
                reader.note(error);
            }
            None
        }
    }
}

/// Whether a preference may be called so: `[a-z][a-z0-9_.-]{0,63}`.
///
/// # Errors
/// What is wrong with it.
pub fn check_key(key: &str) -> Result<(), FieldCode> {
    let rest =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-');
    let good = key.len() <= PREFERENCE_KEY_MAX
        && key.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && key.bytes().all(rest);
    if good {
        Ok(())
    } else {
        Err(FieldCode::InvalidKey)
    }
}

/// The value with its numbers as `jsonb` gives them back: `1e16` is the integer that it says. What is
/// sent again is the same then. None where a number could not be read from the digits that `jsonb` writes:
/// at the very end of what a double holds (1.8e308) they say more than it does.
fn normal(value: Value) -> Option<Value> {
    Some(match value {
        Value::Number(number) if number.to_string().contains(['e', 'E']) => {
            let float = number.as_f64()?;
            Value::Number(format!("{float}").parse().ok()?)
        }
        Value::Array(values) => values.into_iter().map(normal).collect::<Option<_>>()?,
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, value)| Some((key, normal(value)?)))
                .collect::<Option<_>>()?,
        ),
        value => value,
    })
}

/// PostgreSQL keeps no text with a NUL in it.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(map) => map
            .iter()
            .any(|(key, value)| key.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The octets of a value as `jsonb` prints it: what the column's CHECK measures.
pub fn stored_size(value: &Value) -> usize {
    /// `, ` and `: `
    const BETWEEN: usize = 2;
    let list = |sizes: usize, n: usize| 2 + sizes + n.saturating_sub(1) * BETWEEN;
    match value {
        Value::Array(values) => list(values.iter().map(stored_size).sum(), values.len()),
        Value::Object(map) => list(
            map.iter()
                .map(|(key, value)| text_size(key) + BETWEEN + stored_size(value))
                .sum(),
            map.len(),
        ),
        Value::Number(number) => number_size(number),
        Value::String(text) => text_size(text),
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
    }
}

fn text_size(text: &str) -> usize {
    let escaped = |c: char| match c {
        '"' | '\\' | '\u{8}' | '\u{c}' | '\n' | '\r' | '\t' => 2,
        '\0'..='\u{1f}' => 6,
        c => c.len_utf8(),
    };
    2 + text.chars().map(escaped).sum::<usize>()
}

/// `numeric` writes every digit out, and keeps the zero of `1.0`.
fn number_size(number: &Number) -> usize {
    let sent = number.to_string();
    match number.as_f64() {
        Some(float) if sent.contains(['e', 'E']) => format!("{float}").len(),
        _ => sent.len(),
    }
}
