//! Settings: the one truth for theme, language, time zone and the e-mail choices.

use crate::{Language, word::word_enum};
use serde::{Deserialize, Serialize};

word_enum!(
    /// How the pages look.
    Theme {
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
        /// As the device says.
        System = "system",
    }
);

/// A person's settings, as kept in `user_profiles.settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// How the pages look; `system` for a new account.
    pub theme: Theme,
    /// The language of pages and messages.
    pub language: Language,
    /// IANA time zone name; `UTC` for a new account.
    pub timezone: String,
    /// Which e-mails are wanted.
    pub email_notifications: EmailNotifications,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: Language::En,
            timezone: "UTC".into(),
            email_notifications: EmailNotifications::default(),
        }
    }
}

/// Which e-mails a person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EmailNotifications {
    /// News and offers; off for a new account.
    pub marketing: bool,
    /// New courses; on for a new account.
    pub new_course_alerts: bool,
}

impl Default for EmailNotifications {
    fn default() -> Self {
        Self {
            marketing: false,
            new_course_alerts: true,
        }
    }
}
