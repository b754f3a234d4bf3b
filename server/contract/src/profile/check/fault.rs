//! What may be wrong with a value, and whose field it is then.

use crate::{FieldCode, FieldError, FieldErrors, Patch};

/// What is wrong with a value, before it has the name of its field.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    code: FieldCode,
    limit: Option<usize>,
}

impl Fault {
    pub(super) const fn of(code: FieldCode) -> Self {
        Self { code, limit: None }
    }

    pub(super) const fn with(code: FieldCode, limit: usize) -> Self {
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

pub(super) fn optional<T>(
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

pub(super) fn entry(
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
