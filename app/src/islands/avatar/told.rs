//! What the server tells the island, as JSON.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where and how to send a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Names the upload.
    pub upload: String,
    /// Where to send the bytes.
    pub url: String,
    /// What to send with them.
    pub headers: BTreeMap<String, String>,
}

/// How an upload stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The photo is being made.
    Making,
    /// It is made; this is what the person has now.
    Ready(Picture),
    /// Another one was chosen meanwhile, which is this, and a sentence that says so.
    Superseded(Picture, String),
    /// There will be none: why, in a sentence.
    Failed(String),
}

/// The picture of a person, as pages show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// For the top bar; none: they have no picture.
    pub small: Option<String>,
    /// For pages.
    pub large: Option<String>,
    /// What the box for an address holds.
    pub address: String,
    /// What the form remembers of that box.
    pub seen: String,
}

/// What brings back a photo that was removed: name and value of a hidden field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// The field's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A photo was removed, or brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What the person has now.
    pub picture: Picture,
    /// What would bring back the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
}
