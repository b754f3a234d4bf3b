//! Where a page of the audit log ends and the next begins: what a cursor says.

use crate::paging;
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A place in the list: that of the last entry of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// How many entries the list had up to here, at least 1.
    #[serde(rename = "p")]
    pub(super) passed: u32,
    #[serde(rename = "t")]
    pub(super) at: DateTime<Utc>,
    #[serde(rename = "i")]
    pub(super) id: Uuid,
}

impl paging::Place for Place {
    fn passed(&self) -> u32 {
        self.passed
    }

    fn is_sound(&self) -> bool {
        // Postgres knows no year far beyond these.
        (1..=9999).contains(&self.at.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paging::Place as _;

    #[test]
    fn a_cursor_names_the_place_that_it_was_made_of_and_nothing_else_is_one() {
        let at = "2026-11-21T12:00:00.123456Z".parse().unwrap();
        let place = Place {
            passed: 2,
            at,
            id: Uuid::from_u128(7),
        };
        let cursor = place.cursor().unwrap();
        assert_eq!(Place::parse(&cursor), Some(place));
        let first = Place { passed: 0, ..place };
        let far = Place {
            at: DateTime::<Utc>::MAX_UTC,
            ..place
        };
        for bad in [
            "",
            "x",
            "e30",
            &first.cursor().unwrap(),
            &far.cursor().unwrap(),
        ] {
            assert_eq!(Place::parse(bad), None, "{bad}");
        }
    }
}
