//! What we tell of settings and preferences.

use crate::{UserId, preference::PreferenceCategory};
use serde::{Deserialize, Deserializer, Serialize};

/// `user.settings_updated`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsUpdated {
    /// The person.
    pub user_id: UserId,
    /// Changed settings with their new values; nested ones by path, such as
    /// `emailNotifications.marketing`.
    pub changes: serde_json::Map<String, serde_json::Value>,
}

/// `user.preferences_updated`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreferencesUpdated {
    /// The person.
    pub user_id: UserId,
    /// Every preference that is another now.
    pub changes: Vec<PreferenceChange>,
}

/// A preference that is another now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceChange {
    /// Its category.
    pub category: PreferenceCategory,
    /// Its key.
    pub key: String,
    /// Its value; absent where it was deleted.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub value: Option<serde_json::Value>,
    /// Whether it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// A value that is there, though it may be `null`.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(from).map(Some)
}
