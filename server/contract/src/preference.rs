//! Preferences: small values by category and key.

use crate::word::word_enum;

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
