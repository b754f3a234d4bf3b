//! Settings as they are kept: a document that may have been written by an older version of the
//! product, or by a newer one that runs beside this one.

use super::{EMAIL, EmailNotifications, Settings};
use crate::{Language, profile::check_timezone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// What `user_profiles.settings` holds, upgraded as it is read: what is missing, or says nothing
/// that this version understands, is the default. Keys that this version does not know are kept
/// when it is saved; values of its own keys that it does not understand are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsDocument {
    /// The settings.
    pub settings: Settings,
    /// Whether the person has chosen the language. Pages follow the browser until then.
    pub language_chosen: bool,
    /// Keys of other versions.
    unknown: Map<String, Value>,
    /// The same among the e-mail choices.
    unknown_email: Map<String, Value>,
}

impl SettingsDocument {
    /// The document of a new account.
    pub fn new(settings: Settings, language_chosen: bool) -> Self {
        Self {
            settings,
            language_chosen,
            unknown: Map::new(),
            unknown_email: Map::new(),
        }
    }
}

impl<'de> Deserialize<'de> for SettingsDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut document = Map::deserialize(deserializer)?;
        let mut email = match document.remove(EMAIL) {
            Some(Value::Object(email)) => email,
            _ => Map::new(),
        };
        let default = Settings::default();
        let language: Option<Language> = take(&mut document, "language");
        let settings = Settings {
            theme: take(&mut document, "theme").unwrap_or(default.theme),
            language: language.unwrap_or(default.language),
            timezone: zone(&mut document).unwrap_or(default.timezone),
            email_notifications: EmailNotifications {
                marketing: take(&mut email, "marketing")
                    .unwrap_or(default.email_notifications.marketing),
                new_course_alerts: take(&mut email, "newCourseAlerts")
                    .unwrap_or(default.email_notifications.new_course_alerts),
            },
        };
        // Before this was kept apart, a language that stood there was one that was chosen.
        let language_chosen = take(&mut document, "languageChosen").unwrap_or(language.is_some());
        Ok(Self {
            settings,
            language_chosen,
            unknown: document,
            unknown_email: email,
        })
    }
}

/// Time zones come and go with the database of them.
fn zone(from: &mut Map<String, Value>) -> Option<String> {
    let name: String = take(from, "timezone")?;
    check_timezone(&name).ok().flatten()
}

fn take<T: DeserializeOwned>(from: &mut Map<String, Value>, field: &str) -> Option<T> {
    serde_json::from_value(from.remove(field)?).ok()
}

impl Serialize for SettingsDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = self.unknown.clone();
        if let Value::Object(known) = json!(self.settings) {
            document.extend(known);
        }
        if let Some(Value::Object(email)) = document.get_mut(EMAIL) {
            email.extend(self.unknown_email.clone());
        }
        document.insert("languageChosen".into(), self.language_chosen.into());
        document.serialize(serializer)
    }
}
