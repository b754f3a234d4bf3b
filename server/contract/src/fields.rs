//! Reading a JSON object field by field, so that one answer lists every field that is wrong.

use crate::{FieldCode, FieldError, FieldErrors, Patch};
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
                serde_json::from_value(value).map_or_else(
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
        for field in self.body.keys() {
            let known = read_only.contains(&field.as_str());
            let code = if known {
                FieldCode::ReadOnly
            } else {
                FieldCode::UnknownField
            };
            self.errors.push(FieldError::new(field.clone(), code));
        }
        if !self.errors.0.is_empty()
            && let Some(more) = rest()
        {
            self.errors.merge(more);
        }
        self.errors.into_result(())
    }
}
