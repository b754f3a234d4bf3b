//! A person's picture, or their initials on a colour of their own.

use contract::{UserId, profile::ProfileView};
use leptos::prelude::*;
use std::sync::Arc;

/// How large a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// In the top bar.
    Small,
    /// On a profile.
    Large,
}

impl Size {
    const fn px(self) -> u16 {
        match self {
            Self::Small => 36,
            Self::Large => 112,
        }
    }

    /// The size in a word, for the island that puts a new picture in place of this one.
    const fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Small => "avatar-small",
            Self::Large => "avatar-large",
        }
    }
}

/// Colours that initials may stand on; `style/main.css` has one class for each, with checked contrast.
const TONES: u8 = 8;

/// The picture stands over the initials, so that one that does not load leaves them in sight.
/// Hidden from assistive technology: the name stands beside it.
#[component]
pub(crate) fn Avatar(
    /// Whose it is.
    person: Arc<ProfileView>,
    /// How large.
    size: Size,
) -> impl IntoView {
    let initials = initials(&person);
    let picture = picture(&person, size).map(|src| {
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
            class=format!("face {} tone-{}", size.class(), tone(person.id))
            data-face=person.id.to_string()
            data-size=size.word()
            data-initials=initials.clone()
            aria-hidden="true"
        >
            {initials.clone()}
            {picture}
        </span>
    }
}

/// The uploaded picture, in the size that fits (twice the pixels for dense screens), else the address.
pub(crate) fn picture(person: &ProfileView, size: Size) -> Option<String> {
    let uploaded = person.avatar_urls.as_ref().map(|urls| match size {
        Size::Small => urls.small.clone(),
        Size::Large => urls.medium.clone(),
    });
    uploaded.or_else(|| person.avatar_url.clone())
}

fn initials(person: &ProfileView) -> String {
    let first = |name: &str| {
        name.trim()
            .chars()
            .next()
            .map(|c| c.to_uppercase().to_string())
    };
    [first(&person.first_name), first(&person.last_name)]
        .into_iter()
        .flatten()
        .collect()
}

/// The last byte is random in a version 7 id; the first ones are time.
fn tone(id: UserId) -> u8 {
    id.0.as_bytes().last().map_or(0, |byte| byte % TONES)
}
