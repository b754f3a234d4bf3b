//! Preferences: small values by category and key.

mod check;

pub use check::{UpsertPreferences, check_key, stored_size};

use crate::{PreferenceId, UserId, word::word_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

word_enum!(
    /// The categories; another is refused.
    PreferenceCategory {
        /// What to tell the person, and how.
        Notifications = "notifications",
        /// How the pages behave.
        Ui = "ui",
        /// How the person learns.
        Learning = "learning",
        /// What others may know.
        Privacy = "privacy",
    }
);

/// What a new account starts with, beside its settings.
pub const DEFAULT_PREFERENCES: &[(PreferenceCategory, &str, bool)] = &[
    (PreferenceCategory::Notifications, "email_enabled", true),
    (PreferenceCategory::Notifications, "push_enabled", false),
    (PreferenceCategory::Notifications, "sms_enabled", false),
];

/// One preference of a person (the specification's `UserPreference`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PreferenceView {
    /// The preference.
    pub id: PreferenceId,
    /// The person.
    pub user_id: UserId,
    /// Its category.
    pub category: PreferenceCategory,
    /// Its key, 1–64 characters.
    pub key: String,
    /// Any JSON, up to 8 KiB.
    pub value: serde_json::Value,
    /// When it was first set.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// One value to set.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
pub struct PreferenceEntry {
    /// Its key: `[a-z][a-z0-9_.-]{0,63}`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_.-]{0,63}$"))]
    pub key: String,
    /// Any JSON, up to 8 KiB.
    pub value: serde_json::Value,
}

#[cfg(test)]
mod tests;
