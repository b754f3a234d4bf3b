//! What is needed to draw somebody, whatever is known of them.

use super::Size;
use contract::{
    UserId,
    directory::{PersonRef, PublicProfile},
    profile::{AvatarUrls, ProfileView},
};

/// What is needed to draw somebody.
#[derive(Clone, Debug)]
pub(crate) struct Likeness {
    pub(super) id: UserId,
    pub(super) initials: String,
    /// What was uploaded here.
    uploaded: Option<AvatarUrls>,
    /// A picture elsewhere, which is used where nothing was uploaded.
    address: Option<String>,
}

impl From<&ProfileView> for Likeness {
    fn from(person: &ProfileView) -> Self {
        Self {
            id: person.id,
            initials: initials([&*person.first_name, &*person.last_name]),
            uploaded: person.avatar_urls.clone(),
            address: person.avatar_url.clone(),
        }
    }
}

impl From<&PublicProfile> for Likeness {
    fn from(person: &PublicProfile) -> Self {
        Self::shown(person.id, &person.display_name, person.avatar_urls.clone())
    }
}

impl From<&PersonRef> for Likeness {
    fn from(person: &PersonRef) -> Self {
        Self::shown(person.id, &person.display_name, person.avatar_urls.clone())
    }
}

impl Likeness {
    /// Of somebody of whom only the shown name is known.
    fn shown(id: UserId, name: &str, uploaded: Option<AvatarUrls>) -> Self {
        let mut words = name.split_whitespace();
        let ends = [words.next(), words.next_back()];
        Self {
            id,
            initials: initials(ends.into_iter().flatten()),
            uploaded,
            address: None,
        }
    }

    /// The uploaded picture, in the size that fits (twice the pixels for dense screens), else the address.
    pub(super) fn picture(&self, size: Size) -> Option<String> {
        let uploaded = self.uploaded.as_ref().map(|urls| match size {
            Size::Small | Size::Medium => urls.small.clone(),
            Size::Large => urls.medium.clone(),
        });
        uploaded.or_else(|| self.address.clone())
    }
}

/// The first letters of names.
fn initials<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let first = |name: &str| name.trim().chars().next();
    let firsts = names.into_iter().filter_map(first);
    firsts.flat_map(char::to_uppercase).collect()
}
