//! A person's picture, or their initials on a colour of their own.

mod likeness;

pub(crate) use likeness::Likeness;

use contract::{UserId, profile::ProfileView};
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

/// Colours that initials may stand on; `style/main.css` has one token for each, with checked contrast.
const TONES: u8 = 8;

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

/// The last byte is random in a version 7 id; the first ones are time.
fn tone(id: UserId) -> u8 {
    id.0.as_bytes().last().map_or(0, |byte| byte % TONES)
}
