//! What a change changes: applied to the profile, and told to the audit log and to others.

use crate::{
    audit::Change,
    error::{Error, Result},
};
use contract::profile::{ProfileChanges, ProfileView};
use serde_json::{Map, Value};

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

/// The profile with the changes made.
pub(super) fn apply(mut view: ProfileView, changes: ProfileChanges) -> ProfileView {
    view.username = changes.username.apply(view.username);
    view.first_name = changes.first_name.apply_or_default(view.first_name);
    view.last_name = changes.last_name.apply_or_default(view.last_name);
    view.display_name = changes.display_name.apply(view.display_name);
    view.headline = changes.headline.apply(view.headline);
    view.avatar_url = changes.avatar_url.apply(view.avatar_url);
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

/// Every field that differs, by its name in JSON.
pub(super) fn changes(before: &ProfileView, after: &ProfileView) -> Result<Vec<Change>> {
    let (before, after) = (object(before)?, object(after)?);
    let mut names: Vec<_> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let value = |of: &Map<String, Value>, name: &str| of.get(name).cloned().unwrap_or_default();
    let changes = names
        .into_iter()
        .filter(|name| !DERIVED.contains(&name.as_str()) && before.get(*name) != after.get(*name))
        .map(|name| Change {
            field: name.clone(),
            before: value(&before, name),
            after: value(&after, name),
        });
    Ok(changes.collect())
}

/// The changes as followers of `user.updated` are told.
pub(super) fn told(changes: &[Change]) -> Map<String, Value> {
    changes
        .iter()
        .map(|c| {
            let shown = if NAME_ONLY.contains(&c.field.as_str()) {
                Value::Bool(true)
            } else {
                c.after.clone()
            };
            (c.field.clone(), shown)
        })
        .collect()
}

fn object(view: &ProfileView) -> Result<Map<String, Value>> {
    match serde_json::to_value(view).map_err(Error::internal)? {
        Value::Object(map) => Ok(map),
        other => Err(Error::internal(format!(
            "a profile is not an object but {other}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::profile;
    use contract::Patch;

    #[test]
    fn only_what_differs_is_a_change_and_phone_is_told_by_name() {
        let before = profile();
        let sent = ProfileChanges {
            first_name: Patch::Set(before.first_name.clone()),
            bio: Patch::Set("Numbers.".into()),
            phone: Patch::Set("+34600123456".into()),
            ..Default::default()
        };
        let changes = changes(&before, &apply(before.clone(), sent)).expect("profiles are objects");
        let fields: Vec<_> = changes.iter().map(|c| c.field.as_str()).collect();
        assert_eq!(fields, ["bio", "phone"]);
        assert_eq!(told(&changes)["phone"], Value::Bool(true));
        assert_eq!(told(&changes)["bio"], "Numbers.");
    }
}
