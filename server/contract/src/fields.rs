//! Reading a JSON object field by field, so that one answer lists every field that is wrong.

use crate::{
    FieldCode, FieldError, FieldErrors, Patch,
    limits::{UNKNOWN_FIELD_NAME_MAX, UNKNOWN_FIELDS_TOLD},
    time,
};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Takes fields out of a JSON object and remembers what was wrong with them.
#[derive(Debug)]
pub struct FieldReader {
    body: Map<String, Value>,
    errors: FieldErrors,
}

impl FieldReader {
    /// Starts with the whole object.
    pub fn new(body: Map<String, Value>) -> Self {
        Self {
            body,
            errors: FieldErrors::default(),
        }
    }

    /// A field of a partial update; a wrong type is noted and read as absent.
    pub fn patch<T: DeserializeOwned>(&mut self, field: &str) -> Patch<T> {
        self.read(field, FieldCode::InvalidType)
    }

    /// The same for a word of a closed set: another word is noted as such.
    pub fn choice<T: DeserializeOwned>(&mut self, field: &str) -> Patch<T> {
        self.read(field, FieldCode::InvalidChoice)
    }

    /// The same for an id.
    pub fn id<T: DeserializeOwned>(&mut self, field: &str) -> Patch<T> {
        self.read(field, FieldCode::InvalidId)
    }

    /// The same for a time (RFC 3339); `null` is read as absent.
    pub fn time(&mut self, field: &str) -> Option<DateTime<Utc>> {
        let read: Patch<time::Told> = self.read(field, FieldCode::InvalidFormat);
        read.into_value().map(|told| told.0)
    }

    /// A word of a closed set that must be there.
    pub fn required_choice<T: DeserializeOwned>(&mut self, field: &str) -> Option<T> {
        let read = self.choice(field);
        self.required(field, read)
    }

    /// An id that must be there.
    pub fn required_id<T: DeserializeOwned>(&mut self, field: &str) -> Option<T> {
        let read = self.id(field);
        self.required(field, read)
    }

    fn required<T>(&mut self, field: &str, read: Patch<T>) -> Option<T> {
        if !self.has_error(field) && read.value().is_none() {
            self.note(FieldError::new(field, FieldCode::Required));
        }
        read.into_value()
    }

    /// A field that is read by a rule of its own; `null` is read as absent.
    pub fn checked<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(Value) -> Result<T, FieldError>,
    ) -> Option<T> {
        match self.body.remove(field) {
            None | Some(Value::Null) => None,
            Some(value) => read(value).map_err(|error| self.note(error)).ok(),
        }
    }

    /// The fields of an object within; an unknown one is noted by its path.
    pub fn nested<T: Default>(&mut self, field: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let inner = match self.body.remove(field) {
            None => return T::default(),
            Some(Value::Object(inner)) => inner,
            Some(value) => {
                let code = if value.is_null() {
                    FieldCode::Required
                } else {
                    FieldCode::InvalidType
                };
                self.note(FieldError::new(field, code));
                return T::default();
            }
        };
        let mut reader = Self::new(inner);
        let value = read(&mut reader);
        if let Err(errors) = reader.finish(&[], || None) {
            self.errors
                .0
                .extend(errors.0.into_iter().map(|error| FieldError {
                    field: format!("{field}.{}", error.field),
                    ..error
                }));
        }
        value
    }

    /// Notes that something is wrong.
    pub fn note(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Whether something is wrong with this field, or with a part of it.
    pub fn has_error(&self, field: &str) -> bool {
        self.errors.0.iter().any(|error| {
            let rest = error.field.strip_prefix(field);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
        })
    }

    fn read<T: DeserializeOwned>(&mut self, field: &str, bad_text: FieldCode) -> Patch<T> {
        match self.body.remove(field) {
            None => Patch::Keep,
            Some(Value::Null) => Patch::Clear,
            Some(value) => {
                let code = if value.is_string() {
                    bad_text
                } else {
                    FieldCode::InvalidType
                };
                serde_json::from_value(whole(value)).map_or_else(
                    |_| {
                        self.errors.push(FieldError::new(field, code));
                        Patch::Keep
                    },
                    Patch::Set,
                )
            }
        }
    }

    /// Whatever is left is unknown, or known and not to be written here. Where anything was wrong,
    /// `rest` adds what is wrong with the fields that could be read: one answer lists all.
    ///
    /// # Errors
    /// Everything that was wrong with the object.
    pub fn finish(
        mut self,
        read_only: &[&str],
        rest: impl FnOnce() -> Option<FieldErrors>,
    ) -> Result<(), FieldErrors> {
        for field in self.body.keys().take(UNKNOWN_FIELDS_TOLD) {
            let field = told_name(field);
            let known = read_only.contains(&field.as_str());
            let code = if known {
                FieldCode::ReadOnly
            } else {
                FieldCode::UnknownField
            };
            self.errors.push(FieldError::new(field, code));
        }
        if !self.errors.0.is_empty()
            && let Some(more) = rest()
        {
            self.errors.merge(more);
        }
        self.errors.into_result(())
    }
}

/// `7.0` is the integer 7: JSON knows no other kind of number.
pub(crate) fn whole(value: Value) -> Value {
    /// From here on a double does not know whole numbers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within bounds")]
        Some(float) if value.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
            (float as i64).into()
        }
        _ => value,
    }
}

/// What is told of the name of a field that we do not know.
pub fn told_name(field: &str) -> String {
    field.chars().take(UNKNOWN_FIELD_NAME_MAX).collect()
}
