//! One field of a partial update.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a partial update says of one field: nothing, "clear it" (`null`), or a new value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field was not sent: leave it.
    #[default]
    Keep,
    /// `null` was sent: clear it.
    Clear,
    /// A value was sent.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field was not sent.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The value, where one was sent.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The value, where one was sent, taken out.
    pub fn into_value(self) -> Option<T> {
        self.apply(None)
    }

    /// Applies the patch to what is there.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Applies the patch to a field that always has a value; clearing it gives the default.
    pub fn apply_or_default(self, current: T) -> T
    where
        T: Default,
    {
        match self {
            Self::Keep => current,
            Self::Clear => T::default(),
            Self::Set(value) => value,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}
