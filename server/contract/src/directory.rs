//! Others: what anybody may be told of a person, and how people are looked for.

use crate::{
    UserId,
    account::Role,
    profile::{AvatarUrls, Link, ProfileView},
    word::word_enum,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{convert::Infallible, str::FromStr};
use uuid::Uuid;

word_enum!(
    /// Whom the directory shows, by what they do here. Who is an admin is nobody's business, so admins
    /// are among the students.
    DirectoryRole {
        /// Who teaches.
        Instructor = "instructor",
        /// Everybody else.
        Student = "student",
    }
);

word_enum!(
    /// As whom one may look at one's own profile.
    Onlooker {
        /// Anybody who is not signed in.
        Anonymous = "anonymous",
        /// Somebody who is signed in.
        Member = "member",
        /// Somebody whom one has blocked, or who has blocked one.
        Blocked = "blocked",
    }
);

/// A person, as others see them. What is not listed here is told to nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicProfile {
    /// The person's id here.
    pub id: UserId,
    /// Unique name in the tenant, where chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name that the person goes by.
    pub display_name: String,
    /// Picture uploaded here, in three sizes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_urls: Option<AvatarUrls>,
    /// One line about the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Biography: plain text, line breaks kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Where the person is, in their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Links, in the person's order.
    pub links: Vec<Link>,
    /// Skills, in the person's order.
    pub skills: Vec<String>,
    /// `instructor` of whoever teaches; absent of everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<DirectoryRole>))]
    pub role: Option<Role>,
    /// When the account was made.
    pub member_since: DateTime<Utc>,
}

/// A person in a few words: enough to know them again in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PersonRef {
    /// The person's id here.
    pub id: UserId,
    /// Unique name in the tenant, where chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name that the person goes by.
    pub display_name: String,
    /// Picture uploaded here, in three sizes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_urls: Option<AvatarUrls>,
}

/// The last part of the address of a person's page.
fn handle(id: UserId, username: Option<&String>) -> String {
    username.map_or_else(|| id.to_string(), Clone::clone)
}

impl PublicProfile {
    /// What the address of the person's page ends in: the username, else the id.
    pub fn handle(&self) -> String {
        handle(self.id, self.username.as_ref())
    }
}

impl PersonRef {
    /// What the address of the person's page ends in: the username, else the id.
    pub fn handle(&self) -> String {
        handle(self.id, self.username.as_ref())
    }
}

impl From<&ProfileView> for PersonRef {
    fn from(view: &ProfileView) -> Self {
        Self {
            id: view.id,
            username: view.username.clone(),
            display_name: view.shown_name(),
            avatar_urls: view.avatar_urls.clone(),
        }
    }
}

/// Whom an address names: an id, or a username in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handle {
    /// A person's id.
    Id(UserId),
    /// A username, lower-cased; perhaps one that nobody can have.
    Username(String),
}

impl FromStr for Handle {
    type Err = Infallible;

    /// A username has at most 30 characters and an id 36, so neither can be taken for the other.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let hyphenated = Some(text).filter(|text| text.len() == 36);
        Ok(
            match hyphenated.and_then(|text| Uuid::parse_str(text).ok()) {
                Some(id) => Self::Id(UserId(id)),
                None => Self::Username(text.to_ascii_lowercase()),
            },
        )
    }
}

/// Whom the directory is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryQuery {
    /// The beginnings of words of names, username and skills, whatever their case and accents.
    pub search: Option<String>,
    /// Only whoever does this here.
    pub role: Option<DirectoryRole>,
    /// Only whoever has this skill, whatever its case and accents.
    pub skill: Option<String>,
}

#[cfg(feature = "validate")]
mod check {
    use super::DirectoryQuery;
    use crate::{
        FieldCode, FieldError, FieldErrors,
        limits::{SEARCH_MAX, SKILL_MAX},
        text::clean_line,
    };

    impl DirectoryQuery {
        /// The same, cleaned: what is empty asks for nothing.
        ///
        /// # Errors
        /// `search` or `skill` is too long.
        pub fn check(self) -> Result<Self, FieldErrors> {
            let mut errors = FieldErrors::default();
            let mut text = |field: &str, value: Option<String>, max: usize| {
                let value = clean_line(&value.unwrap_or_default());
                if value.chars().count() > max {
                    errors.push(FieldError::with_limit(field, FieldCode::TooLong, max));
                }
                Some(value).filter(|value| !value.is_empty())
            };
            let search = text("search", self.search, SEARCH_MAX);
            let skill = text("skill", self.skill, SKILL_MAX);
            errors.into_result(Self {
                search,
                role: self.role,
                skill,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_person_by_id_or_by_username_in_any_case() {
        let id = "019a0000-0000-7000-8000-00000000000A";
        let read = |text: &str| text.parse::<Handle>().unwrap();
        assert_eq!(read(id), Handle::Id(id.parse().unwrap()));
        assert_eq!(read("Ada.L"), Handle::Username("ada.l".into()));
        let simple = id.replace('-', "");
        assert!(
            matches!(read(&simple), Handle::Username(_)),
            "one spelling an id"
        );
    }

    #[cfg(feature = "validate")]
    #[test]
    fn a_query_is_cleaned_and_what_is_too_long_is_named() {
        let query = |search: &str, skill: &str| DirectoryQuery {
            search: Some(search.into()),
            skill: Some(skill.into()),
            role: None,
        };
        let checked = query(" Jose\u{301}\u{202e} ", "  ").check().unwrap();
        assert_eq!(checked.search.as_deref(), Some("José"));
        assert_eq!(checked.skill, None);
        let errors = query(&"ñ".repeat(101), &"x".repeat(51))
            .check()
            .unwrap_err();
        let named: Vec<_> = errors.0.iter().map(|e| (&*e.field, e.limit)).collect();
        assert_eq!(named, [("search", Some(100)), ("skill", Some(50))]);
        assert!(query(&"ñ".repeat(100), &"x".repeat(50)).check().is_ok());
    }
}
