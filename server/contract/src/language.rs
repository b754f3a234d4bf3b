//! The languages that the product speaks.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language of the product. Which of them a deployment offers is `SUPPORTED_LANGUAGES`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, the language of a new account that says nothing else.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Every language, in the order in which a switch lists them.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language's name in its own words.
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The language of an account that says nothing else: English where it is on offer, else the
    /// first that is.
    pub fn default_of(on_offer: &[Self]) -> Self {
        let english = Self::default();
        if on_offer.contains(&english) {
            return english;
        }
        on_offer.first().copied().unwrap_or(english)
    }

    /// The best match for an `Accept-Language` header (RFC 9110, section 12.5.4), if any.
    /// Regions are ignored: `es-MX` is served with Spanish.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            let primary = tag
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let found = if tag == "*" {
                Ok(Self::default())
            } else {
                primary.parse()
            };
            if let Ok(language) = found
                && quality > 0.0
                && best.is_none_or(|(q, _)| quality > q)
            {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The tag names no language of the product.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language of the product")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|l| l.as_str() == tag)
            .ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_quality_that_we_speak_wins() {
        assert_eq!(
            Language::from_accept_language("fr, es-MX;q=0.8, en;q=0.5"),
            Some(Language::Es)
        );
        assert_eq!(
            Language::from_accept_language("en-GB,es;q=0.9"),
            Some(Language::En)
        );
    }

    #[test]
    fn a_refused_or_unknown_language_is_no_match() {
        assert_eq!(Language::from_accept_language("es;q=0"), None);
        assert_eq!(Language::from_accept_language("fr, de"), None);
        assert_eq!(Language::from_accept_language(";;;,,q=x"), None);
    }
}
