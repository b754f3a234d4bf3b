//! A person's picture, or their initials on a colour of their own.

use contract::{
    UserId,
    directory::{PersonRef, PublicProfile},
    profile::{AvatarUrls, ProfileView},
};
use leptos::prelude::*;
use std::sync::Arc;

/// How large a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// In the top bar.
    Small,
    /// In a list of people.
    Medium,
    /// On a profile.
    Large,
}

impl Size {
    const fn px(self) -> u16 {
        match self {
            Self::Small => 36,
            Self::Medium => 48,
            Self::Large => 112,
        }
    }

    /// The size in a word, for the island that puts a new picture in place of this one.
    const fn word(self) -> &'static str {
        match self {
            Self::Small | Self::Medium => "small",
            Self::Large => "large",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Small => "avatar-small",
            Self::Medium => "avatar-medium",
            Self::Large => "avatar-large",
        }
    }
}

/// Colours that initials may stand on; `style/main.css` has one class for each, with checked contrast.
const TONES: u8 = 8;

/// What is needed to draw somebody.
#[derive(Clone, Debug)]
pub(crate) struct Likeness {
    id: UserId,
    initials: String,
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
    fn picture(&self, size: Size) -> Option<String> {
        let uploaded = self.uploaded.as_ref().map(|urls| match size {
            Size::Small | Size::Medium => urls.small.clone(),
            Size::Large => urls.medium.clone(),
        });
        uploaded.or_else(|| self.address.clone())
    }
}

/// The signed-in person's face.
#[component]
pub(crate) fn Avatar(
    /// Whose it is.
    person: Arc<ProfileView>,
    /// How large.
    size: Size,
) -> impl IntoView {
    view! { <Face of=Likeness::from(&*person) size/> }
}

/// The picture stands over the initials, so that one that does not load leaves them in sight.
/// Hidden from assistive technology: the name stands beside it.
#[component]
pub(crate) fn Face(
    /// Whose it is.
    of: Likeness,
    /// How large.
    size: Size,
) -> impl IntoView {
    let initials = of.initials.clone();
    let picture = of.picture(size).map(|src| {
        view! {
            <img
                src=src
                alt=""
                width=size.px()
                height=size.px()
                referrerpolicy="no-referrer"
                decoding="async"
                data-initials=initials.clone()
            />
        }
    });
    view! {
        <span
            class=format!("face {} tone-{}", size.class(), tone(of.id))
            data-face=of.id.to_string()
            data-size=size.word()
            data-initials=initials.clone()
            aria-hidden="true"
        >
            {initials.clone()}
            {picture}
        </span>
    }
}

/// The picture of the signed-in person in a size.
pub(crate) fn picture(person: &ProfileView, size: Size) -> Option<String> {
    Likeness::from(person).picture(size)
}

/// The first letters of names.
fn initials<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let first = |name: &str| name.trim().chars().next();
    let firsts = names.into_iter().filter_map(first);
    firsts.flat_map(char::to_uppercase).collect()
}

/// The last byte is random in a version 7 id; the first ones are time.
fn tone(id: UserId) -> u8 {
    id.0.as_bytes().last().map_or(0, |byte| byte % TONES)
}
