//! From what was sent to settings that may be saved.

use super::{EMAIL, EmailNotifications, Settings, Theme, UpdateSettings};
use crate::{
    FieldErrors, Language, Patch,
    profile::{check_language, check_timezone, required},
};

/// A change of settings whose every value may be saved as it is. Never `Clear`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsChanges {
    /// How the pages look.
    pub theme: Patch<Theme>,
    /// The language of pages and messages.
    pub language: Patch<Language>,
    /// IANA time zone name.
    pub timezone: Patch<String>,
    /// News and offers by e-mail.
    pub marketing: Patch<bool>,
    /// New courses by e-mail.
    pub new_course_alerts: Patch<bool>,
}

impl UpdateSettings {
    /// Checks every value. `languages` are those on offer.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn check(self, languages: &[Language]) -> Result<SettingsChanges, FieldErrors> {
        let mut errors = FieldErrors::default();
        let path = |field: &str| format!("{EMAIL}.{field}");
        let email = self.email_notifications;
        let changes = SettingsChanges {
            theme: required(self.theme, &mut errors, "theme", |v| Ok(Some(v))),
            language: required(self.language, &mut errors, "language", |v| {
                check_language(v, languages)
            }),
            timezone: required(self.timezone, &mut errors, "timezone", |v| {
                check_timezone(&v)
            }),
            marketing: required(email.marketing, &mut errors, &path("marketing"), |v| {
                Ok(Some(v))
            }),
            new_course_alerts: required(
                email.new_course_alerts,
                &mut errors,
                &path("newCourseAlerts"),
                |v| Ok(Some(v)),
            ),
        };
        errors.into_result(changes)
    }
}

impl SettingsChanges {
    /// The settings with the changes made.
    pub fn apply(self, settings: Settings) -> Settings {
        let email = settings.email_notifications;
        Settings {
            theme: self.theme.into_value().unwrap_or(settings.theme),
            language: self.language.into_value().unwrap_or(settings.language),
            timezone: self.timezone.into_value().unwrap_or(settings.timezone),
            email_notifications: EmailNotifications {
                marketing: self.marketing.into_value().unwrap_or(email.marketing),
                new_course_alerts: self
                    .new_course_alerts
                    .into_value()
                    .unwrap_or(email.new_course_alerts),
            },
        }
    }
}
