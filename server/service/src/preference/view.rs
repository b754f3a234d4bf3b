//! The preferences that are views of settings: which key shows which setting, both ways.

use super::LIST;
use crate::desk::{Desk, PreferenceEdit};
use contract::{
    FieldCode, FieldErrors, Language, Patch, PreferenceId,
    preference::{PreferenceCategory, PreferenceEntry, PreferenceView},
    settings::{EmailNotifications, Settings, UpdateSettings},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

/// A preference that shows a setting.
struct View {
    category: PreferenceCategory,
    key: &'static str,
    /// The setting's path in its own representation.
    setting: &'static str,
    get: fn(&Settings) -> Value,
    set: fn(&mut UpdateSettings, &Value) -> Result<(), FieldCode>,
    reset: Reset,
}

/// Brings a setting back to what a new account has where these languages are on offer.
pub(super) type Reset = fn(&mut Desk, &[Language]);

/// How many preferences are views.
pub(super) const COUNT: usize = 4;

/// Every view, by category and key.
const VIEWS: [View; COUNT] = [
    View {
        category: PreferenceCategory::Notifications,
        key: "email_marketing",
        setting: "emailNotifications.marketing",
        get: |s| json!(s.email_notifications.marketing),
        set: |u, v| read(&mut u.email_notifications.marketing, v),
        reset: |desk, _| email(desk).marketing = EmailNotifications::default().marketing,
    },
    View {
        category: PreferenceCategory::Notifications,
        key: "email_new_course_alerts",
        setting: "emailNotifications.newCourseAlerts",
        get: |s| json!(s.email_notifications.new_course_alerts),
        set: |u, v| read(&mut u.email_notifications.new_course_alerts, v),
        reset: |desk, _| {
            email(desk).new_course_alerts = EmailNotifications::default().new_course_alerts;
        },
    },
    View {
        category: PreferenceCategory::Ui,
        key: "language",
        setting: "language",
        get: |s| json!(s.language),
        set: |u, v| read(&mut u.language, v),
        reset: |desk, on_offer| {
            // As before anybody had chosen.
            desk.set_language(Language::default_of(on_offer), false);
        },
    },
    View {
        category: PreferenceCategory::Ui,
        key: "theme",
        setting: "theme",
        get: |s| json!(s.theme),
        set: |u, v| read(&mut u.theme, v),
        reset: |desk, _| desk.settings.document.settings.theme = Settings::default().theme,
    },
];

fn email(desk: &mut Desk) -> &mut EmailNotifications {
    &mut desk.settings.document.settings.email_notifications
}

fn read<T: DeserializeOwned>(patch: &mut Patch<T>, value: &Value) -> Result<(), FieldCode> {
    let bad = if value.is_string() {
        FieldCode::InvalidChoice
    } else {
        FieldCode::InvalidType
    };
    *patch = Patch::Set(serde_json::from_value(value.clone()).map_err(|_| bad)?);
    Ok(())
}

fn find(category: PreferenceCategory, key: &str) -> Option<&'static View> {
    VIEWS
        .iter()
        .find(|view| view.category == category && view.key == key)
}

/// Writes an entry to the setting that it shows; none where it shows none.
pub(super) fn set(
    settings: &mut UpdateSettings,
    category: PreferenceCategory,
    entry: &PreferenceEntry,
) -> Option<Result<(), FieldCode>> {
    find(category, &entry.key).map(|view| (view.set)(settings, &entry.value))
}

/// What brings a setting back to what a new account has; none where the key shows none.
pub(super) fn reset(category: PreferenceCategory, key: &str) -> Option<Reset> {
    find(category, key).map(|view| view.reset)
}

/// What is wrong with settings, by the places of the preferences that show them.
pub(super) fn as_preferences(
    errors: FieldErrors,
    category: PreferenceCategory,
    keys: &[String],
) -> FieldErrors {
    let place = |setting: &str| {
        keys.iter()
            .position(|key| find(category, key).is_some_and(|view| view.setting == setting))
    };
    let errors = errors.0.into_iter().map(|mut error| {
        if let Some(i) = place(&error.field) {
            error.field = format!("{LIST}[{i}].value");
        }
        error
    });
    FieldErrors(errors.collect())
}

/// The views that differ.
pub(crate) fn edits(before: &Settings, after: &Settings) -> Vec<PreferenceEdit> {
    VIEWS
        .iter()
        .map(|view| PreferenceEdit {
            category: view.category,
            key: view.key.to_owned(),
            before: Some((view.get)(before)),
            after: Some((view.get)(after)),
        })
        .filter(|edit| edit.before != edit.after)
        .collect()
}

/// A person's preferences, views and stored ones, by category and key.
pub(super) fn all(desk: &Desk, stored: Vec<PreferenceView>) -> Vec<PreferenceView> {
    let owner = &desk.view;
    let shown = |view: &View| PreferenceView {
        // The same each time, and nobody else's.
        id: PreferenceId(Uuid::new_v5(&owner.id.0, view.setting.as_bytes())),
        user_id: owner.id,
        category: view.category,
        key: view.key.to_owned(),
        value: (view.get)(desk.settings.settings()),
        created_at: owner.created_at,
        updated_at: desk.settings.updated_at,
    };
    let mut all: Vec<_> = VIEWS.iter().map(shown).chain(stored).collect();
    all.sort_by(|a, b| (a.category.as_str(), &a.key).cmp(&(b.category.as_str(), &b.key)));
    all
}
