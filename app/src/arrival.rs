//! How the pages look to this visitor.

use contract::settings::Theme;

/// How the pages look; put into the request's extensions by the server's middleware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The theme that the person has chosen.
    pub theme: Theme,
}

impl Appearance {
    /// The value of `data-theme` on `<html>`; none leaves it to the device.
    pub(crate) const fn data_theme(self) -> Option<&'static str> {
        match self.theme {
            Theme::Light | Theme::Dark => Some(self.theme.as_str()),
            Theme::System => None,
        }
    }
}

impl Default for Appearance {
    fn default() -> Self {
        Self {
            theme: Theme::System,
        }
    }
}
