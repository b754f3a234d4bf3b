//! The fields of the form, by the names that JSON has for them.

use contract::profile::ProfileView;

macro_rules! fields {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// A field that can be edited, in the order of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Field { $($variant),+ }

        impl Field {
            /// Every field.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            /// The field's name in the form and in JSON.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The field of this name.
            pub(crate) fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

fields! {
    AvatarUrl = "avatarUrl",
    FirstName = "firstName",
    LastName = "lastName",
    DisplayName = "displayName",
    Username = "username",
    Headline = "headline",
    Bio = "bio",
    Location = "location",
    Skills = "skills",
    Links = "links",
    Phone = "phone",
    Language = "language",
    Timezone = "timezone",
    Visibility = "visibility",
    Discoverable = "discoverable",
}

impl Field {
    /// The id of the field's control, which error summaries and the list of missing fields link to.
    pub(crate) fn id(self) -> String {
        format!("field-{}", self.name())
    }

    /// Where in the form the control stands that an error's path is about.
    pub(crate) fn order(path: &str) -> usize {
        let field = Self::from_name(base(path));
        Self::ALL
            .iter()
            .position(|f| Some(*f) == field)
            .unwrap_or(Self::ALL.len())
    }

    /// The single value that a profile has for the field; none for links.
    pub(super) fn of(self, view: &ProfileView) -> Option<String> {
        let text = |value: &Option<String>| Some(value.clone().unwrap_or_default());
        match self {
            Self::FirstName => Some(view.first_name.clone()),
            Self::LastName => Some(view.last_name.clone()),
            Self::DisplayName => text(&view.display_name),
            Self::Username => text(&view.username),
            Self::Headline => text(&view.headline),
            Self::Bio => text(&view.bio),
            Self::Location => text(&view.location),
            Self::Skills => Some(view.skills.join("\n")),
            // Where an uploaded picture is, is none of its owner's business.
            Self::AvatarUrl if view.avatar_urls.is_some() => Some(String::new()),
            Self::AvatarUrl => text(&view.avatar_url),
            Self::Links => None,
            Self::Phone => text(&view.phone),
            Self::Language => Some(view.language.to_string()),
            Self::Timezone => Some(view.timezone.clone()),
            Self::Visibility => Some(view.visibility.to_string()),
            Self::Discoverable => Some(view.discoverable.to_string()),
        }
    }
}

/// The id of the control that an error's path is about: `links[0].url` is `field-links-0-url`,
/// `skills[3]` is the one box of all skills.
pub(crate) fn anchor(path: &str) -> String {
    match link_part(path) {
        Some((row, part)) => format!("field-links-{row}-{part}"),
        None => format!("field-{}", base(path)),
    }
}

/// The field of a path: what stands before its first index.
fn base(path: &str) -> &str {
    path.split('[').next().unwrap_or(path)
}

/// The row (from 0) and the part of a path such as `links[0].url`.
pub(crate) fn link_part(path: &str) -> Option<(usize, &str)> {
    let (row, part) = path.strip_prefix("links[")?.split_once("].")?;
    Some((row.parse().ok()?, part))
}
