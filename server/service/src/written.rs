//! JSON text that is written once for all who ask for the same thing.

use crate::error::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::sync::Arc;

/// A thing as JSON text.
#[derive(Clone, Debug)]
pub struct Written(Arc<RawValue>);

impl Written {
    /// This thing, written.
    ///
    /// # Errors
    /// `Internal`: it cannot be written.
    pub fn of(thing: &impl Serialize) -> Result<Self> {
        let text = to_raw_value(thing).map_err(Error::internal)?;
        Ok(Self(text.into()))
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.get()
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self(text.into()))
    }
}
