//! Settings: the one truth for theme, language, time zone and the e-mail choices.

#[cfg(feature = "validate")]
mod check;
#[cfg(feature = "validate")]
mod document;

#[cfg(feature = "validate")]
pub use check::SettingsChanges;
#[cfg(feature = "validate")]
pub use document::SettingsDocument;

use crate::{FieldErrors, Language, Patch, fields::FieldReader, word::word_enum};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// A person's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
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

impl Settings {
    /// What a new account has where these languages are on offer.
    pub fn of_new_account(on_offer: &[Language]) -> Self {
        Self {
            language: Language::default_of(on_offer),
            ..Self::default()
        }
    }
}

/// Which e-mails a person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
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

/// Changes settings: what is sent is changed, the rest stays. Nothing can be cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct UpdateSettings {
    /// How the pages look.
    #[cfg_attr(feature = "openapi", schema(value_type = Theme, required = false))]
    pub theme: Patch<Theme>,
    /// A language of the product.
    #[cfg_attr(feature = "openapi", schema(value_type = Language, required = false))]
    pub language: Patch<Language>,
    /// IANA time zone name.
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, example = "Europe/Madrid"))]
    pub timezone: Patch<String>,
    /// Which e-mails are wanted.
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub email_notifications: UpdateEmailNotifications,
}

/// Changes which e-mails are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct UpdateEmailNotifications {
    /// News and offers.
    #[cfg_attr(feature = "openapi", schema(value_type = bool, required = false))]
    pub marketing: Patch<bool>,
    /// New courses.
    #[cfg_attr(feature = "openapi", schema(value_type = bool, required = false))]
    pub new_course_alerts: Patch<bool>,
}

const EMAIL: &str = "emailNotifications";

impl UpdateSettings {
    /// Reads the body of `PUT /users/me/settings`, listing every field that is unknown or of a wrong
    /// type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let email_notifications = reader.nested(EMAIL, |inner| UpdateEmailNotifications {
            marketing: inner.patch("marketing"),
            new_course_alerts: inner.patch("newCourseAlerts"),
        });
        let command = Self {
            theme: reader.choice("theme"),
            language: reader.choice("language"),
            timezone: reader.patch("timezone"),
            email_notifications,
        };
        reader.finish(&[], || broken_rules(&command))?;
        Ok(command)
    }
}

/// What is wrong with the fields that could be read.
#[cfg(feature = "validate")]
fn broken_rules(command: &UpdateSettings) -> Option<FieldErrors> {
    command.clone().check(&Language::ALL).err()
}

#[cfg(not(feature = "validate"))]
fn broken_rules(_: &UpdateSettings) -> Option<FieldErrors> {
    None
}

#[cfg(test)]
mod tests;
