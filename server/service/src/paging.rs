//! Where a page of a list begins: by its number, or by a cursor that another page gave.

use crate::error::Result;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{FieldCode, FieldError, FieldErrors, paging::PageRequest};
use serde::{Serialize, de::DeserializeOwned};

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Start {
    /// At the page of this number, from 1. The further in, the longer it takes.
    Page(u32),
    /// Where another page ended, as it said.
    Cursor(String),
}

/// A place in a list: that of the last entry of a page. A cursor is its JSON in base64.
pub(crate) trait Place: Serialize + DeserializeOwned {
    /// How many entries the list had up to here.
    fn passed(&self) -> u32;

    /// Whether we could have made it.
    fn is_sound(&self) -> bool;

    /// As a cursor.
    fn cursor(&self) -> Option<String> {
        let json = serde_json::to_vec(self).ok()?;
        Some(URL_SAFE_NO_PAD.encode(json))
    }

    /// From a cursor; none where it is not one of ours.
    fn parse(cursor: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let place: Self = serde_json::from_slice(&json).ok()?;
        (place.passed() > 0 && place.is_sound()).then_some(place)
    }
}

/// The cursor is not one that we made for this list.
pub(crate) fn bad_cursor() -> FieldErrors {
    FieldErrors::one(FieldError::new("cursor", FieldCode::InvalidFormat))
}

impl Start {
    /// Which page begins there, how many entries precede it, and behind which place it is. A page may have
    /// another limit than the one before.
    pub(crate) fn read<P: Place>(&self, limit: u32) -> Result<(PageRequest, i64, Option<P>)> {
        match self {
            Self::Page(page) => {
                let at = PageRequest { page: *page, limit };
                Ok((at, at.offset(), None))
            }
            Self::Cursor(cursor) => {
                let place = P::parse(cursor).ok_or_else(bad_cursor)?;
                let pages = place.passed().div_ceil(limit.max(1));
                let page = pages.saturating_add(1);
                let at = PageRequest { page, limit };
                Ok((at, i64::from(place.passed()), Some(place)))
            }
        }
    }
}
