//! Becoming an instructor: the application, and what becomes of it.

#[cfg(feature = "validate")]
mod check;
#[cfg(test)]
mod tests;

use crate::{
    ApplicationId, FieldCode, FieldError, FieldErrors, Patch, UserId,
    directory::{PersonRef, PublicProfile},
    fields::FieldReader,
    profile::Link,
    word::word_enum,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

word_enum!(
    /// Where an application stands. Whatever follows `pending` is its end.
    ApplicationStatus {
        /// Under review.
        Pending = "pending",
        /// The applicant teaches.
        Approved = "approved",
        /// The applicant may try again later.
        Rejected = "rejected",
        /// Taken back by the applicant, or gone with the account.
        Withdrawn = "withdrawn",
    }
);

/// An application, as the applicant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApplicationView {
    /// Names the application.
    pub id: ApplicationId,
    /// Who applies.
    pub user_id: UserId,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// Why the applicant wants to teach: plain text, line breaks kept.
    pub motivation: String,
    /// What the applicant knows.
    pub expertise: Vec<String>,
    /// Where that can be seen.
    pub links: Vec<Link>,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// When it was approved, rejected or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// Who approved or rejected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<UserId>,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// From when on the applicant may try again, after a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reapply_from: Option<DateTime<Utc>>,
    /// Moves with every change but a claim, and goes on in the person's next application; to be sent with a
    /// decision.
    pub version: i64,
}

/// An application, as admins see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReviewView {
    /// The application.
    #[serde(flatten)]
    pub application: ApplicationView,
    /// Who applies; absent where the account is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicant: Option<Applicant>,
    /// Which admin has taken it up to review it; a word to the others, which forbids nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<PersonRef>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<DateTime<Utc>>,
    /// Who approved or rejected it; absent where their account is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decider: Option<PersonRef>,
}

/// Who applies, as admins see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Applicant {
    /// What others see of them.
    #[serde(flatten)]
    pub profile: PublicProfile,
    /// E-mail address.
    pub email: String,
}

/// Applies to teach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
pub struct SubmitApplication {
    /// Why: 50–2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 50, max_length = 2000))]
    pub motivation: String,
    /// What one knows: 1–10 entries of 1–50 characters.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 10))]
    pub expertise: Vec<String>,
    /// Where that can be seen: at most 5 links.
    #[cfg_attr(feature = "openapi", schema(max_items = 5, required = false))]
    pub links: Vec<Link>,
}

impl SubmitApplication {
    /// Reads the body of `POST /users/me/apply-for-instructor`, listing every field that is missing,
    /// unknown or of a wrong type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let command = Self {
            motivation: reader.patch("motivation").apply_or_default(String::new()),
            expertise: reader.patch("expertise").apply_or_default(Vec::new()),
            links: reader.patch("links").apply_or_default(Vec::new()),
        };
        reader.finish(&[], || broken_rules(&command))?;
        Ok(command)
    }
}

#[cfg(feature = "validate")]
fn broken_rules(command: &SubmitApplication) -> Option<FieldErrors> {
    command.clone().check().err()
}

#[cfg(not(feature = "validate"))]
fn broken_rules(_: &SubmitApplication) -> Option<FieldErrors> {
    None
}

word_enum!(
    /// What becomes of an application under review.
    Decision {
        /// The applicant teaches from now on.
        Approved = "approved",
        /// The applicant does not.
        Rejected = "rejected",
        /// The applicant has taken it back.
        Withdrawn = "withdrawn",
    }
);

/// Decides an application: of the version that the reviewer has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decide {
    /// Approves it (`POST /admin/users/{id}/approve-instructor`).
    Approve {
        /// Version of the application.
        version: i64,
    },
    /// Rejects it (`POST /admin/users/{id}/reject-instructor`).
    Reject {
        /// Version of the application.
        version: i64,
        /// Why, for the applicant: 1–500 characters.
        reason: String,
    },
}

impl Decide {
    /// Reads the body of an approval.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn approval(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let version = read_version(&mut reader);
        reader.finish(&[], || None)?;
        Ok(Self::Approve { version })
    }

    /// Reads the body of a rejection.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn rejection(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let version = read_version(&mut reader);
        let reason: Patch<String> = reader.patch("reason");
        if reason.value().is_none() && !reader.has_error("reason") {
            reader.note(FieldError::new("reason", FieldCode::Required));
        }
        let command = Self::Reject {
            version,
            reason: reason.into_value().unwrap_or_default(),
        };
        reader.finish(&[], || unfit(&command))?;
        Ok(command)
    }

    /// Which version of the application it is about.
    pub const fn version(&self) -> i64 {
        match self {
            Self::Approve { version } | Self::Reject { version, .. } => *version,
        }
    }
}

#[cfg(feature = "validate")]
fn unfit(command: &Decide) -> Option<FieldErrors> {
    command.clone().check().err()
}

#[cfg(not(feature = "validate"))]
fn unfit(_: &Decide) -> Option<FieldErrors> {
    None
}

fn read_version(reader: &mut FieldReader) -> i64 {
    let version: Patch<i64> = reader.patch("version");
    if version.value().is_none() && !reader.has_error("version") {
        reader.note(FieldError::new("version", FieldCode::Required));
    }
    version.into_value().unwrap_or_default()
}

/// The body of an approval, for the document.
#[cfg(feature = "openapi")]
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct ApproveBody {
    /// Version of the application that was read.
    pub version: i64,
}

/// The body of a rejection, for the document.
#[cfg(feature = "openapi")]
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RejectBody {
    /// Version of the application that was read.
    pub version: i64,
    /// Why, for the applicant.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Which applications a reviewer looks at; without a status those under review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewQuery {
    /// Only those that stand so.
    pub status: Option<ApplicationStatus>,
    /// A part of the applicant's names, username or e-mail address, whatever its case and accents.
    pub search: Option<String>,
}
