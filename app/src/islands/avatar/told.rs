//! What the server tells the island, as JSON. The island reads it without serde, which would be the
//! larger part of its WASM.

#[cfg(feature = "hydrate")]
mod read;
#[cfg(feature = "hydrate")]
pub(super) use read::Read;

#[cfg(feature = "ssr")]
use serde::Serialize;
use std::collections::BTreeMap;

/// A ticket is used until it is so old: a minute less than storage takes the file, in seconds.
pub const TICKET_TRUST_S: u32 = 9 * 60;
#[cfg(feature = "ssr")]
const _: () = assert!(TICKET_TRUST_S + 60 == contract::limits::UPLOAD_TICKET_S);

/// Where and how to send a photo. It is not printed: the address is a secret until it ends.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct Ticket {
    /// Names the upload.
    pub upload: String,
    /// Where to send the bytes.
    pub url: String,
    /// What to send with them.
    pub headers: BTreeMap<String, String>,
}

/// How an upload stands. With neither picture nor text the photo is still being made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct Standing {
    /// What the person has now, where the upload has come to a picture or another one counts.
    pub picture: Option<Picture>,
    /// What else there is to say: why there is no picture, or why it is another one.
    pub text: Option<String>,
}

/// The picture of a person, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct Undo {
    /// The field's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A photo was removed, or brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct Changed {
    /// What the person has now.
    pub picture: Picture,
    /// What would bring back the one before.
    pub undo: Option<Undo>,
}
