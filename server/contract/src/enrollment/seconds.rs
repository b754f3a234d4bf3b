//! Time spent: whole seconds.

use crate::{FieldCode, FieldError, limits::TIME_SPENT_MAX_S};
use serde_json::Value;

pub(super) const FIELD: &str = "timeSpentSeconds";

/// Reads a JSON number.
pub(super) fn read(value: &Value) -> Result<i64, FieldError> {
    if !value.is_number() {
        return Err(FieldError::new(FIELD, FieldCode::InvalidType));
    }
    #[expect(clippy::cast_possible_wrap, reason = "the limit is a year")]
    let max = TIME_SPENT_MAX_S as i64;
    match value.as_i64() {
        Some(seconds) if (0..=max).contains(&seconds) => Ok(seconds),
        // `1.0` is a whole number too (JSON knows no other kind), `1.5` is not.
        None if value.as_f64().is_some_and(|f| f.fract() != 0.0) => {
            Err(FieldError::new(FIELD, FieldCode::InvalidType))
        }
        _ => match value.as_f64() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "whole and within bounds"
            )]
            Some(f) if (0.0..=max as f64).contains(&f) => Ok(f as i64),
            _ => Err(FieldError::with_limit(
                FIELD,
                FieldCode::OutOfRange,
                TIME_SPENT_MAX_S,
            )),
        },
    }
}
