//! What a change changes: applied to the profile, and told to the audit log and to others.

use super::{Desk, changed};
use crate::{
    audit::Change,
    error::{Error, Result},
    preference::view,
};
use contract::{
    event::PreferenceChange,
    preference::PreferenceCategory,
    profile::{ProfileChanges, ProfileView},
    settings::Settings,
};
use serde::Serialize;
use serde_json::{Map, Value, value::RawValue};
use std::collections::{BTreeMap, BTreeSet};

/// Fields whose change is told by name only.
const NAME_ONLY: [&str; 2] = ["email", "phone"];
/// Fields that follow from others, or that every change moves.
const DERIVED: [&str; 5] = [
    "profileCompleted",
    "profileCompletion",
    "profileCompletionPercentage",
    "updatedAt",
    "version",
];

/// Fields of a new account that the entry itself tells.
const IDENTITY: [&str; 3] = ["createdAt", "id", "tenantId"];

/// The profile with the changes made.
pub(super) fn apply(mut view: ProfileView, changes: ProfileChanges) -> ProfileView {
    view.username = changes.username.apply(view.username);
    view.first_name = changes.first_name.apply_or_default(view.first_name);
    view.last_name = changes.last_name.apply_or_default(view.last_name);
    view.display_name = changes.display_name.apply(view.display_name);
    view.headline = changes.headline.apply(view.headline);
    // One picture a person: another address takes the place of what was uploaded.
    let avatar_url = changes.avatar_url.apply(view.avatar_url.clone());
    if avatar_url != view.avatar_url {
        view.avatar_url = avatar_url;
        view.avatar_urls = None;
    }
    view.bio = changes.bio.apply(view.bio);
    view.location = changes.location.apply(view.location);
    view.phone = changes.phone.apply(view.phone);
    view.timezone = changes.timezone.apply_or_default(view.timezone);
    view.language = changes.language.apply_or_default(view.language);
    view.links = changes.links.apply_or_default(view.links);
    view.skills = changes.skills.apply_or_default(view.skills);
    view.visibility = changes
        .visibility
        .apply(Some(view.visibility))
        .unwrap_or(view.visibility);
    view.discoverable = changes
        .discoverable
        .apply(Some(view.discoverable))
        .unwrap_or(view.discoverable);
    view
}

/// A preference that is another now; none where there is or was none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PreferenceEdit {
    pub(crate) category: PreferenceCategory,
    pub(crate) key: String,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

impl PreferenceEdit {
    /// The change as followers are told of it.
    pub(super) fn told(&self) -> PreferenceChange {
        PreferenceChange {
            category: self.category,
            key: self.key.clone(),
            value: self.after.clone(),
            deleted: self.after.is_none(),
        }
    }
}

/// Everything that differs between two states of a desk, by view.
pub(super) struct Differences {
    pub(super) profile: Vec<Change>,
    /// Nested settings by path.
    pub(super) settings: Vec<Change>,
    /// Those that are views of settings included.
    pub(super) preferences: Vec<PreferenceEdit>,
    /// That somebody has chosen a language, be it the same, or none any longer.
    choice: Option<Change>,
    /// How many of them are rows of their own, at the end.
    stored: usize,
}

impl Differences {
    /// `stored` are the preferences that were written on the way.
    pub(super) fn between(
        before: &Desk,
        after: &Desk,
        stored: Vec<PreferenceEdit>,
    ) -> Result<Self> {
        let profile = fields(&before.view, &after.view)?
            .into_iter()
            .filter(|change| !DERIVED.contains(&change.field.as_str()))
            .collect();
        let (old, new) = (before.settings.settings(), after.settings.settings());
        let rows = stored.len();
        let mut preferences = if old == new {
            Vec::new()
        } else {
            view::edits(old, new)
        };
        preferences.extend(stored);
        Ok(Self {
            profile,
            settings: fields(old, new)?.into_iter().flat_map(leaves).collect(),
            preferences,
            choice: choice_of_language(before, after),
            stored: rows,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.profile.is_empty() && self.settings.is_empty() && self.preferences.is_empty()
    }

    /// Each changed value once, as the audit log keeps it.
    pub(super) fn all(self) -> Vec<Change> {
        let mut all = self.profile;
        for change in self.settings {
            if !all.iter().any(|known| known.field == change.field) {
                all.push(change);
            }
        }
        all.extend(self.choice);
        let views = self.preferences.len() - self.stored;
        all.extend(self.preferences.into_iter().skip(views).map(|edit| {
            let field = format!("preferences.{}.{}", edit.category, edit.key);
            let value = |value: Option<Value>| value.unwrap_or_default();
            changed(field, value(edit.before), value(edit.after))
        }));
        all
    }
}

fn choice_of_language(before: &Desk, after: &Desk) -> Option<Change> {
    let is_chosen = |desk: &Desk| desk.settings.document.language_chosen;
    let (before, after) = (is_chosen(before), is_chosen(after));
    (before != after).then(|| changed("languageChosen", before.into(), after.into()))
}

/// Everything that a new account starts with, as the audit log keeps it.
pub(crate) fn beginnings(view: &ProfileView, settings: &Settings) -> Result<Vec<Change>> {
    let all = |value: Map<String, Value>| {
        value
            .into_iter()
            .map(|(field, value)| changed(field, Value::Null, value))
    };
    let profile = all(object(view)?).filter(|change| {
        let field = change.field.as_str();
        !DERIVED.contains(&field) && !IDENTITY.contains(&field)
    });
    let mut changes: Vec<_> = profile.collect();
    for change in all(object(settings)?).flat_map(parts) {
        if !changes.iter().any(|known| known.field == change.field) {
            changes.push(change);
        }
    }
    Ok(changes)
}

/// A new object as changes of what is in it, by path.
fn parts(change: Change) -> Vec<Change> {
    match change.after {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| changed(format!("{}.{name}", change.field), Value::Null, value))
            .collect(),
        after => vec![Change { after, ..change }],
    }
}

/// The fields that differ, by their names in JSON.
fn fields<T: Serialize + PartialEq>(before: &T, after: &T) -> Result<Vec<Change>> {
    // Most changes leave most of a desk as it is.
    if before == after {
        return Ok(Vec::new());
    }
    let json = |of| serde_json::to_string(of).map_err(Error::internal);
    let (before, after) = (json(before)?, json(after)?);
    // Compared as they are written, which is the same each time: what does not differ is not read.
    let read = |json| serde_json::from_str::<Fields<'_>>(json).map_err(Error::internal);
    let (before, after) = (read(&before)?, read(&after)?);
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let [before, after] =
            [&before, &after].map(|fields| fields.get(name).map(|value| value.get()));
        if before != after {
            changes.push(changed(*name, value(before)?, value(after)?));
        }
    }
    Ok(changes)
}

fn value(json: Option<&str>) -> Result<Value> {
    json.map_or(Ok(Value::Null), |json| {
        serde_json::from_str(json).map_err(Error::internal)
    })
}

/// An object, each value as it is written. Names of fields need no escapes.
type Fields<'a> = BTreeMap<&'a str, &'a RawValue>;

/// A change of an object as changes of what differs in it, by path.
fn leaves(change: Change) -> Vec<Change> {
    let (Value::Object(before), Value::Object(after)) = (&change.before, &change.after) else {
        return vec![change];
    };
    after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, value)| {
            let old = before.get(name).cloned().unwrap_or_default();
            changed(format!("{}.{name}", change.field), old, value.clone())
        })
        .collect()
}

/// Changed fields as followers are told of them.
pub(super) fn told(changes: &[Change]) -> Map<String, Value> {
    let shown = |change: &Change| {
        if NAME_ONLY.contains(&change.field.as_str()) {
            Value::Bool(true)
        } else {
            change.after.clone()
        }
    };
    changes
        .iter()
        .map(|change| (change.field.clone(), shown(change)))
        .collect()
}

fn object<T: Serialize>(value: &T) -> Result<Map<String, Value>> {
    match serde_json::to_value(value).map_err(Error::internal)? {
        Value::Object(map) => Ok(map),
        other => Err(Error::internal(format!("not an object but {other}"))),
    }
}

#[cfg(test)]
mod tests;
