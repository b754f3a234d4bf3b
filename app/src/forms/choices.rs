//! Forms of choices that are saved one by one: settings, notifications and privacy. Each control says
//! what it held when the form was made, so that a form that was open for long changes only what was
//! touched.

use contract::{
    FieldCode, FieldError, FieldErrors, UserId,
    preference::{
        DEFAULT_PREFERENCES, PreferenceCategory, PreferenceEntry, PreferenceView, UpsertPreferences,
    },
    profile::{ProfileView, UpdateProfile},
    settings::{Settings, UpdateSettings},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Before the name of a control: what it held when the form was made.
pub(crate) const WAS: &str = "was.";

/// The controls of `/settings`: fields of [`Settings`].
pub(crate) const SETTINGS: &[&str] = &["theme", "language", "timezone"];

/// The controls of `/settings/notifications`: preferences of that category.
pub(crate) const NOTIFICATIONS: &[&str] = &[
    EMAIL,
    "email_new_course_alerts",
    "email_marketing",
    "push_enabled",
    "sms_enabled",
];

/// Without it no e-mail is sent, whatever else is on.
pub(crate) const EMAIL: &str = "email_enabled";

/// The controls of `/settings/privacy`: fields of the profile.
pub(crate) const PRIVACY: &[&str] = &["visibility", DISCOVERABLE];

/// Whether the directory lists the person.
pub(crate) const DISCOVERABLE: &str = "discoverable";

/// The form as sent, or as made from what is saved. A control that is not in it is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChoiceForm {
    values: BTreeMap<&'static str, String>,
    was: BTreeMap<&'static str, String>,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
}

impl ChoiceForm {
    /// Reads what was sent. Of repeated values the last counts, so that a checkbox can be preceded by
    /// its "no".
    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            if name == "owner" {
                form.owner = value.parse().ok();
            } else if let Some(name) = name.strip_prefix(WAS).and_then(known) {
                form.was.insert(name, value);
            } else if let Some(name) = known(&name) {
                form.values.insert(name, value);
            }
        }
        form
    }

    /// The form of settings as they are saved.
    pub(crate) fn of_settings(settings: &Settings, owner: UserId) -> Self {
        Self::of_saved(
            owner,
            [
                ("theme", settings.theme.to_string()),
                ("language", settings.language.to_string()),
                ("timezone", settings.timezone.clone()),
            ],
        )
    }

    /// The form of notifications as they are saved. What nobody has set, or set to something that is
    /// neither yes nor no, is what a new account has.
    pub(crate) fn of_notifications(saved: &[PreferenceView], owner: UserId) -> Self {
        let value = |name: &'static str| {
            let found = saved.iter().find(|preference| preference.key == name);
            let is_on = found
                .and_then(|preference| preference.value.as_bool())
                .unwrap_or_else(|| is_on_at_first(name));
            (name, is_on.to_string())
        };
        Self::of_saved(owner, NOTIFICATIONS.iter().map(|name| value(name)))
    }

    /// The form of who sees the person, as it is saved.
    pub(crate) fn of_privacy(me: &ProfileView) -> Self {
        Self::of_saved(
            me.id,
            [
                ("visibility", me.visibility.to_string()),
                (DISCOVERABLE, me.discoverable.to_string()),
            ],
        )
    }

    fn of_saved(owner: UserId, values: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let values: BTreeMap<_, _> = values.into_iter().collect();
        Self {
            was: values.clone(),
            values,
            owner: Some(owner),
        }
    }

    /// What a control holds, empty where the form has none of this name.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// What the controls held when the form was made.
    pub(crate) fn was(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.was.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Whether the form has a control of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Whether a checkbox is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.value(name) == "true"
    }

    /// What was touched, of these controls, in their order.
    fn touched(&self, names: &[&'static str]) -> impl Iterator<Item = (&'static str, &str)> {
        names.iter().filter_map(|name| {
            let value = self.values.get(name)?;
            (self.was.get(name) != Some(value)).then_some((*name, value.as_str()))
        })
    }

    /// The change of settings that the form asks for.
    ///
    /// # Errors
    /// One entry a value that is not one of those on offer.
    pub(crate) fn settings(&self) -> Result<UpdateSettings, FieldErrors> {
        let fields = self.touched(SETTINGS);
        let body = fields.map(|(name, value)| (name.to_owned(), Value::from(value)));
        UpdateSettings::from_json(body.collect())
    }

    /// The change of the profile that the form asks for.
    ///
    /// # Errors
    /// One entry a value that is not one of those on offer, or neither yes nor no.
    pub(crate) fn privacy(&self) -> Result<UpdateProfile, FieldErrors> {
        let fields = self.touched(PRIVACY).map(|(name, value)| {
            let value = match value.parse::<bool>() {
                Ok(is_on) if name == DISCOVERABLE => is_on.into(),
                _ => Value::from(value),
            };
            (name.to_owned(), value)
        });
        UpdateProfile::from_json(fields.collect())
    }

    /// The preferences that the form sets.
    ///
    /// # Errors
    /// One entry a value that is neither yes nor no.
    pub(crate) fn notifications(&self) -> Result<UpsertPreferences, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut entries = Vec::new();
        for (name, value) in self.touched(NOTIFICATIONS) {
            match value.parse::<bool>() {
                Ok(is_on) => entries.push(PreferenceEntry {
                    key: name.to_owned(),
                    value: is_on.into(),
                }),
                Err(_) => errors.push(FieldError::new(name, FieldCode::InvalidChoice)),
            }
        }
        errors.into_result(UpsertPreferences {
            category: PreferenceCategory::Notifications,
            entries,
        })
    }
}

/// Where a control stands in its form; what is no control stands last.
pub(crate) fn order(name: &str) -> usize {
    let found = names().position(|known| known == name);
    found.unwrap_or(usize::MAX)
}

/// The name, if a form of ours has a control of it.
fn known(name: &str) -> Option<&'static str> {
    names().find(|known| *known == name)
}

/// The controls of all forms.
fn names() -> impl Iterator<Item = &'static str> {
    let names = SETTINGS.iter().chain(NOTIFICATIONS).chain(PRIVACY);
    names.copied()
}

fn is_on_at_first(name: &str) -> bool {
    DEFAULT_PREFERENCES.iter().any(|(category, key, is_on)| {
        *category == PreferenceCategory::Notifications && *key == name && *is_on
    })
}

#[cfg(test)]
mod tests;
