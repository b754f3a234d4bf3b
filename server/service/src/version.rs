//! Which versions of a row a change may be saved over.

/// Which versions of a row a change may be saved over (`If-Match`); looked at while the row is locked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveOver {
    /// Whatever stands there.
    #[default]
    Any,
    /// One of these; no row has version 0.
    OneOf(Vec<i64>),
}

impl SaveOver {
    /// Whether this version may be saved over.
    pub fn allows(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }
}

impl From<Option<i64>> for SaveOver {
    fn from(version: Option<i64>) -> Self {
        version.map_or(Self::Any, |version| Self::OneOf(vec![version]))
    }
}
