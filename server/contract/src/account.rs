//! Identity: role, status, and the commands that make an account.

mod change;
#[cfg(feature = "validate")]
mod check;
pub mod listing;
#[cfg(feature = "validate")]
pub use check::NewAccount;

#[cfg(feature = "validate")]
pub(crate) use change::check_reason;
pub use change::{BulkFailure, BulkOutcome, ChangeRole, ChangeRoles, ChangeStatus, SettableStatus};

use crate::{
    AuthId, FieldErrors, Language, fields::FieldReader, profile::UpdateProfile, word::word_enum,
};
#[cfg(feature = "openapi")]
use serde::Serialize;

word_enum!(
    /// What a person may do on the platform.
    Role {
        /// Administers one tenant.
        Admin = "admin",
        /// Teaches.
        Instructor = "instructor",
        /// Learns; the role of a new account.
        Student = "student",
    }
);

word_enum!(
    /// Where an account stands.
    AccountStatus {
        /// In use.
        Active = "active",
        /// Switched off by an admin; may come back.
        Inactive = "inactive",
        /// In use, with an application to teach under review.
        PendingInstructorReview = "pending_instructor_review",
        /// Shut out.
        Suspended = "suspended",
        /// Gone: invisible everywhere, e-mail and username free again.
        Deleted = "deleted",
    }
);

impl AccountStatus {
    /// Whether the person may use the product.
    pub const fn is_usable(self) -> bool {
        matches!(self, Self::Active | Self::PendingInstructorReview)
    }
}

/// Creates an account for somebody whom the auth-service knows (`POST /users`).
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct CreateUser {
    /// The person's id in the auth-service; unique in the tenant.
    #[cfg_attr(feature = "openapi", schema(value_type = AuthId, required = true))]
    pub auth_id: Option<AuthId>,
    /// E-mail address; unique in the tenant without regard to case.
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = String, required = true, format = "email", max_length = 254)
    )]
    pub email: Option<String>,
    /// Role; `student` where none is given.
    pub role: Option<Role>,
    /// Whether the auth-service has verified the e-mail address; `POST /users` cannot say it.
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub email_verified: bool,
    /// First and last name (required) and whatever else of the profile is known.
    #[cfg_attr(feature = "openapi", serde(flatten))]
    pub profile: UpdateProfile,
}

impl CreateUser {
    /// Reads the body of `POST /users`, listing every field that is unknown or of a wrong type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(
        body: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let command = Self {
            auth_id: reader.id("authId").into_value(),
            email: reader.patch("email").into_value(),
            role: reader.choice("role").into_value(),
            email_verified: false,
            profile: UpdateProfile::read(&mut reader),
        };
        reader.finish(UpdateProfile::READ_ONLY, || broken_rules(&command))?;
        Ok(command)
    }
}

/// What is wrong with the fields that could be read.
#[cfg(feature = "validate")]
fn broken_rules(command: &CreateUser) -> Option<FieldErrors> {
    command.clone().check(&Language::ALL).err()
}

#[cfg(not(feature = "validate"))]
fn broken_rules(_: &CreateUser) -> Option<FieldErrors> {
    None
}

/// Somebody whom the auth-service has registered, told by an event or by a first sign-in.
#[derive(Clone, Debug)]
pub struct RegisteredPerson {
    /// The person's id in the auth-service.
    pub auth_id: AuthId,
    /// E-mail address.
    pub email: String,
    /// Whether the auth-service has verified the address.
    pub email_verified: bool,
    /// First name, where told.
    pub first_name: Option<String>,
    /// Last name, where told.
    pub last_name: Option<String>,
    /// Role, where told; `student` otherwise.
    pub role: Option<Role>,
    /// Language, where told; `en` otherwise.
    pub language: Option<Language>,
}
