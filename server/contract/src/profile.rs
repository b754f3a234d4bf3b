//! Profiles: what a person says of themselves, how it is changed, and how complete it is.

#[cfg(feature = "validate")]
mod check;
#[cfg(feature = "validate")]
pub use check::{NewProfile, ProfileChanges, check_email, check_username};
#[cfg(feature = "validate")]
pub(crate) use check::{check_language, check_timezone, links, required, words};
#[cfg(feature = "validate")]
mod zones;
#[cfg(feature = "validate")]
pub use zones::timezones;

use crate::{
    AuthId, FieldErrors, Language, Patch, TenantId, UserId,
    account::{AccountStatus, Role},
    fields::FieldReader,
    word::word_enum,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

word_enum!(
    /// Who may see a profile.
    Visibility {
        /// Anyone.
        Public = "public",
        /// Whoever is signed in; the default.
        Members = "members",
        /// Only the person and admins.
        Private = "private",
    }
);

/// A labelled address on a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What the link is called; at most 50 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50))]
    pub label: String,
    /// An `https` address; at most 2,048 characters.
    #[cfg_attr(feature = "openapi", schema(format = "uri", max_length = 2048))]
    pub url: String,
}

/// The three sizes of a processed picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AvatarUrls {
    /// 96 × 96 px.
    pub small: String,
    /// 256 × 256 px.
    pub medium: String,
    /// 512 × 512 px.
    pub large: String,
}

/// How complete a profile is, and what would make it more so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileCompletion {
    /// 0 to 100, rounded.
    pub percentage: u8,
    /// The empty fields, in the order of the form.
    pub missing: Vec<MissingField>,
}

/// A field that is still empty, and what filling it adds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissingField {
    /// Name of the field.
    pub field: String,
    /// Percentage points that it adds.
    pub weight: f32,
}

/// A person, as they themselves, admins and services see them (the specification's User).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// The person's id here.
    pub id: UserId,
    /// The person's id in the auth-service.
    pub auth_id: AuthId,
    /// The tenant that the person belongs to.
    pub tenant_id: TenantId,
    /// E-mail address.
    pub email: String,
    /// Unique name in the tenant, where chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The name shown to others, where it differs from first and last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// One line about the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The person's picture: given by address, or the large one of those uploaded here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// Picture uploaded here, in three sizes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_urls: Option<AvatarUrls>,
    /// Biography: plain text, line breaks kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Where the person is, in their own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Phone number, E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// IANA time zone name.
    pub timezone: String,
    /// Language of pages and messages.
    pub language: Language,
    /// Links, in the person's order.
    pub links: Vec<Link>,
    /// Skills, in the person's order.
    pub skills: Vec<String>,
    /// Who may see the profile.
    pub visibility: Visibility,
    /// Whether the directory lists the person.
    pub discoverable: bool,
    /// What the person may do.
    pub role: Role,
    /// Where the account stands.
    pub status: AccountStatus,
    /// Whether the auth-service has verified the e-mail address.
    pub email_verified: bool,
    /// Whether the profile is at least 90 % complete.
    pub profile_completed: bool,
    /// 0 to 100, rounded; absent where the deployment does not track completion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_completion_percentage: Option<u8>,
    /// The same with what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_completion: Option<ProfileCompletion>,
    /// When the person was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<DateTime<Utc>>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When this representation last changed.
    pub updated_at: DateTime<Utc>,
    /// Row version; the `ETag`, and what `If-Match` is compared with.
    pub version: i64,
}

impl ProfileView {
    /// The name to call the person by.
    pub fn shown_name(&self) -> String {
        match &self.display_name {
            Some(name) => name.clone(),
            None => format!("{} {}", self.first_name, self.last_name),
        }
    }
}

/// Changes a profile: what is sent is changed, `null` clears an optional field, the rest stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct UpdateProfile {
    /// 3–30 of `a-z 0-9 . _ -`, starting and ending with a letter or digit.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, min_length = 3, max_length = 30))]
    pub username: Patch<String>,
    /// 1–100 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, min_length = 1, max_length = 100))]
    pub first_name: Patch<String>,
    /// 1–100 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, min_length = 1, max_length = 100))]
    pub last_name: Patch<String>,
    /// At most 100 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, max_length = 100))]
    pub display_name: Patch<String>,
    /// At most 100 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, max_length = 100))]
    pub headline: Patch<String>,
    /// An `https` address, at most 2,048 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, format = "uri", max_length = 2048))]
    pub avatar_url: Patch<String>,
    /// At most 1,000 characters of plain text.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, max_length = 1000))]
    pub bio: Patch<String>,
    /// At most 100 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, max_length = 100))]
    pub location: Patch<String>,
    /// E.164: `+` and 7–15 digits.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required = false, pattern = r"^\+[0-9]{7,15}$"))]
    pub phone: Patch<String>,
    /// IANA time zone name.
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, example = "Europe/Madrid"))]
    pub timezone: Patch<String>,
    /// A language of the product.
    #[cfg_attr(feature = "openapi", schema(value_type = Language, required = false))]
    pub language: Patch<Language>,
    /// At most 5 links; replaces the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Link>>, required = false, max_items = 5))]
    pub links: Patch<Vec<Link>>,
    /// At most 20 skills of 1–50 characters; replaces the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, required = false, max_items = 20))]
    pub skills: Patch<Vec<String>>,
    /// Who may see the profile.
    #[cfg_attr(feature = "openapi", schema(value_type = Visibility, required = false))]
    pub visibility: Patch<Visibility>,
    /// Whether the directory lists the person.
    #[cfg_attr(feature = "openapi", schema(value_type = bool, required = false))]
    pub discoverable: Patch<bool>,
}

impl UpdateProfile {
    /// Fields of the representation that this command cannot write.
    pub(crate) const READ_ONLY: &[&str] = &[
        "id",
        "authId",
        "tenantId",
        "email",
        "role",
        "status",
        "emailVerified",
        "avatarUrls",
        "profileCompleted",
        "profileCompletion",
        "profileCompletionPercentage",
        "lastActiveAt",
        "createdAt",
        "updatedAt",
        "version",
    ];

    /// Reads the body of `PUT /users/me`, listing every field that is unknown, read-only or of a
    /// wrong type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(
        body: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let command = Self::read(&mut reader);
        reader.finish(Self::READ_ONLY, || broken_rules(&command))?;
        Ok(command)
    }

    /// Takes the fields of a profile out of a larger body.
    pub fn read(reader: &mut FieldReader) -> Self {
        Self {
            username: reader.patch("username"),
            first_name: reader.patch("firstName"),
            last_name: reader.patch("lastName"),
            display_name: reader.patch("displayName"),
            headline: reader.patch("headline"),
            avatar_url: reader.patch("avatarUrl"),
            bio: reader.patch("bio"),
            location: reader.patch("location"),
            phone: reader.patch("phone"),
            timezone: reader.patch("timezone"),
            language: reader.choice("language"),
            links: reader.patch("links"),
            skills: reader.patch("skills"),
            visibility: reader.choice("visibility"),
            discoverable: reader.patch("discoverable"),
        }
    }
}

/// What is wrong with the fields that could be read.
#[cfg(feature = "validate")]
fn broken_rules(command: &UpdateProfile) -> Option<FieldErrors> {
    command.clone().check(&Language::ALL).err()
}

#[cfg(not(feature = "validate"))]
fn broken_rules(_: &UpdateProfile) -> Option<FieldErrors> {
    None
}
