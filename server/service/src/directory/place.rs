//! Where a page of the directory ends and the next begins: what a cursor says.

use crate::paging;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// In which order people come, best match first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub(super) enum Tier {
    /// The username is what is looked for.
    Username = 0,
    /// The name begins with it, or nothing is looked for; by name.
    Name = 1,
    /// Each word begins a word of names, username or skills; by name.
    Words = 2,
    /// Nobody is in the others, and the name is similar; most similar first.
    Similar = 3,
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> Self {
        tier as Self
    }
}

impl TryFrom<u8> for Tier {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        [Self::Username, Self::Name, Self::Words, Self::Similar]
            .into_iter()
            .find(|tier| *tier as u8 == number)
            .ok_or("no such tier")
    }
}

/// A place in the list: that of the last entry of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// How many entries the list had up to here, at least 1.
    #[serde(rename = "p")]
    pub(super) passed: u32,
    #[serde(rename = "t")]
    pub(super) tier: Tier,
    /// How similar, from 0 to 1; 0 where it does not matter.
    #[serde(rename = "s")]
    pub(super) similarity: f32,
    #[serde(rename = "n")]
    pub(super) name: String,
    #[serde(rename = "i")]
    pub(super) id: Uuid,
}

impl paging::Place for Place {
    fn passed(&self) -> u32 {
        self.passed
    }

    fn is_sound(&self) -> bool {
        // Postgres takes no such text.
        !self.name.contains('\0')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paging::Place as _;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    #[test]
    fn a_cursor_names_the_place_that_it_was_made_of_and_nothing_else_is_one() {
        let place = Place {
            passed: 2,
            tier: Tier::Words,
            similarity: 0.1,
            name: "josé \"ñ\" 微".into(),
            id: Uuid::from_u128(7),
        };
        let cursor = place.cursor().unwrap();
        assert!(
            cursor
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        );
        assert_eq!(Place::parse(&cursor), Some(place.clone()));
        let nul = Place {
            name: "\0".into(),
            ..place.clone()
        };
        let first = Place { passed: 0, ..place };
        let tier = URL_SAFE_NO_PAD
            .encode(r#"{"p":2,"t":9,"s":0,"n":"","i":"00000000-0000-0000-0000-000000000007"}"#);
        for bad in [
            "",
            "x",
            "e30",
            &nul.cursor().unwrap(),
            &first.cursor().unwrap(),
            &tier,
        ] {
            assert_eq!(Place::parse(bad), None, "{bad}");
        }
    }
}
