//! How far somebody is: per cent with two decimals, kept as hundredths so that nothing is rounded.

use crate::{
    FieldCode, FieldError,
    limits::{PROGRESS_DECIMALS, PROGRESS_MAX},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;

const FIELD: &str = "progress";
const HUNDREDTHS: u16 = 100;

/// Per cent, 0 to 100, with at most two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = f64, minimum = 0, maximum = 100, multiple_of = 0.01, example = 62.5))]
pub struct Progress(u16);

impl Progress {
    /// Nothing done yet.
    pub const NONE: Self = Self(0);
    /// All done.
    pub const COMPLETE: Self = Self(100 * HUNDREDTHS);

    /// From hundredths of a per cent, 0 to 10,000.
    pub const fn from_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths <= Self::COMPLETE.0 {
            Some(Self(hundredths))
        } else {
            None
        }
    }

    /// Hundredths of a per cent.
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// Per cent.
    pub fn percent(self) -> f64 {
        f64::from(self.0) / f64::from(HUNDREDTHS)
    }

    /// Reads a JSON number.
    ///
    /// # Errors
    /// Not a number, out of range, or more than two decimals.
    pub fn from_json(value: Value) -> Result<Self, FieldError> {
        let Value::Number(number) = value else {
            return Err(FieldError::new(FIELD, FieldCode::InvalidType));
        };
        let out_of_range = || FieldError::with_limit(FIELD, FieldCode::OutOfRange, PROGRESS_MAX);
        let percent = number.as_f64().ok_or_else(out_of_range)?;
        if !(0.0..=100.0).contains(&percent) {
            return Err(out_of_range());
        }
        let hundredths = (percent * f64::from(HUNDREDTHS)).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 10,000"
        )]
        let progress = Self(hundredths as u16);
        // The nearest double of a number with two decimals comes back from the division.
        #[expect(clippy::float_cmp, reason = "the same double is what is asked for")]
        if progress.percent() != percent {
            return Err(FieldError::with_limit(
                FIELD,
                FieldCode::TooPrecise,
                PROGRESS_DECIMALS,
            ));
        }
        Ok(progress)
    }
}

impl std::fmt::Display for Progress {
    /// As few decimals as say it all: `62`, `62.5`, `62.55`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.percent().fmt(f)
    }
}

impl Serialize for Progress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(HUNDREDTHS) {
            serializer.serialize_u16(self.0 / HUNDREDTHS)
        } else {
            serializer.serialize_f64(self.percent())
        }
    }
}

impl<'de> Deserialize<'de> for Progress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_json(Value::deserialize(deserializer)?)
            .map_err(|error| D::Error::custom(error.message))
    }
}
