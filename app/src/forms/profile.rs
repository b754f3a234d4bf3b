//! The form of `/profile/edit`: every value as text, exactly as it was typed.

mod command;
mod field;
mod seen;
mod stale;

pub(crate) use field::{Field, anchor, link_part};
pub(crate) use seen::Seen;
pub(crate) use stale::{Choice, Conflict, Stale};

use crate::session::draft::Draft;
use contract::{
    UserId,
    profile::{Link, ProfileView},
};
use std::collections::BTreeMap;

/// The form as sent, or as made from a profile. A field that is not in it is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProfileForm {
    /// The single values by field; skills one a line. Links are apart.
    values: BTreeMap<Field, String>,
    /// The rows of links that hold anything; `None` where the form had none of them.
    pub(crate) links: Option<Vec<Link>>,
    /// For fields in conflict: whose value is to stay.
    pub(crate) choices: BTreeMap<Field, Choice>,
    /// The row version that the form was made from.
    pub(crate) version: Option<i64>,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
    /// What the fields held when the form was made.
    pub(crate) seen: Seen,
}

impl ProfileForm {
    /// Reads what the browser sent. Of repeated single values the last counts, so that a checkbox
    /// can be preceded by its "no".
    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut form = Self::default();
        let (mut labels, mut urls) = (Vec::new(), Vec::new());
        for (name, value) in pairs {
            match name.as_str() {
                "version" => form.version = value.parse().ok(),
                "owner" => form.owner = value.parse().ok(),
                "seen" => form.seen = Seen::parse(&value),
                "linkLabel" => labels.push(value),
                "linkUrl" => urls.push(value),
                name => form.set_named(name, &value),
            }
        }
        if !labels.is_empty() || !urls.is_empty() {
            form.links = Some(rows(labels, urls));
        }
        form
    }

    fn set_named(&mut self, name: &str, value: &str) {
        if let Some(field) = Field::from_name(name) {
            // Browsers send line breaks as CRLF (HTML, "constructing the entry list").
            self.values.insert(field, value.replace("\r\n", "\n"));
        } else if let Some(field) = name.strip_prefix("choice.").and_then(Field::from_name)
            && let Some(choice) = Choice::parse(value)
        {
            self.choices.insert(field, choice);
        }
    }

    /// The form of a profile as it is saved.
    pub(crate) fn from_view(view: &ProfileView) -> Self {
        let mut form = Self {
            links: Some(view.links.clone()),
            version: Some(view.version),
            owner: Some(view.id),
            ..Self::default()
        };
        for field in Field::ALL {
            if let Some(value) = field.of(view) {
                form.values.insert(*field, value);
            }
        }
        form.seen = Seen::of(&form);
        form
    }

    /// The value of a single-valued field, empty where the form has none.
    pub(crate) fn value(&self, field: Field) -> &str {
        self.values.get(&field).map_or("", String::as_str)
    }

    /// Whether the form has the field at all.
    pub(crate) fn has(&self, field: Field) -> bool {
        if field == Field::Links {
            self.links.is_some()
        } else {
            self.values.contains_key(&field)
        }
    }

    /// Whether a checkbox is on.
    pub(crate) fn is_on(&self, field: Field) -> bool {
        self.value(field) == "true"
    }

    /// Takes the value of a field from another form.
    pub(crate) fn take(&mut self, field: Field, from: &Self) {
        if field == Field::Links {
            self.links.clone_from(&from.links);
        } else if let Some(value) = from.values.get(&field) {
            self.values.insert(field, value.clone());
        }
    }

    /// The value of any field as one text, for comparing and showing.
    pub(crate) fn text(&self, field: Field) -> String {
        if field != Field::Links {
            return self.value(field).trim().to_owned();
        }
        let line = |link: &Link| format!("{} {}", link.label.trim(), link.url.trim());
        self.links
            .iter()
            .flatten()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Draft for ProfileForm {
    const KEY: &'static str = "draft:profile";

    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = self
            .values
            .iter()
            .map(|(field, value)| (field.name().into(), value.clone()))
            .collect();
        for link in self.links.iter().flatten() {
            pairs.push(("linkLabel".into(), link.label.clone()));
            pairs.push(("linkUrl".into(), link.url.clone()));
        }
        let version = self
            .version
            .map(|version| ("version".into(), version.to_string()));
        let owner = self.owner.map(|owner| ("owner".into(), owner.to_string()));
        pairs.extend(version);
        pairs.extend(owner);
        pairs.push(("seen".into(), self.seen.to_string()));
        pairs
    }

    fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self::from_pairs(pairs)
    }

    fn owner(&self) -> Option<UserId> {
        self.owner
    }
}

/// Pairs labels with addresses, row by row, and drops the rows that are empty.
pub(super) fn rows(labels: Vec<String>, urls: Vec<String>) -> Vec<Link> {
    let count = labels.len().max(urls.len());
    let mut labels = labels.into_iter();
    let mut urls = urls.into_iter();
    (0..count)
        .map(|_| Link {
            label: labels.next().unwrap_or_default(),
            url: urls.next().unwrap_or_default(),
        })
        .filter(|link| !link.label.trim().is_empty() || !link.url.trim().is_empty())
        .collect()
}

#[cfg(test)]
mod tests;
