//! Which of the two languages a person reads.

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Spanish,
}

impl Language {
    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    fn from_tag(tag: &str) -> Option<Self> {
        match tag
            .split(['-', '_'])
            .next()?
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }

    /// The first known one of `ui_locales` (separated by spaces, `OpenID` Connect Core 3.1.2.1), else the
    /// best of `Accept-Language`, else English.
    pub(crate) fn choose(ui_locales: Option<&str>, accept_language: Option<&str>) -> Self {
        let asked = ui_locales
            .unwrap_or_default()
            .split_whitespace()
            .find_map(Self::from_tag);
        asked
            .or_else(|| Self::preferred(accept_language?))
            .unwrap_or(Self::English)
    }

    fn preferred(accept_language: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in accept_language.split(',') {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::from_tag) else {
                continue;
            };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.parse().unwrap_or(0.0));
            if weight > best.map_or(0.0, |(top, _)| top) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Spanish};

    #[test]
    fn the_browser_decides_by_weight_unless_the_client_asks() {
        assert_eq!(
            Language::choose(None, Some("es-AR,es;q=0.9,en;q=0.8")),
            Spanish
        );
        assert_eq!(
            Language::choose(None, Some("fr, es;q=0.3, en;q=0.7")),
            English
        );
        assert_eq!(Language::choose(Some("fr es"), Some("en")), Spanish);
        assert_eq!(Language::choose(Some("fr"), Some("es;q=x")), English);
        assert_eq!(Language::choose(None, None), English);
    }
}
