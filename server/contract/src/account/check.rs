//! From what was sent to an account that may be made: every bad field named.

use super::{CreateUser, Role};
use crate::{
    AuthId, FieldCode, FieldError, FieldErrors, Language,
    profile::{NewProfile, check_email},
};

/// Everything that a new account is made of, checked.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The person's id in the auth-service.
    pub auth_id: AuthId,
    /// Lower-cased e-mail address.
    pub email: String,
    /// Whether the auth-service has verified the address.
    pub email_verified: bool,
    /// Role.
    pub role: Role,
    /// Names and whatever else is known.
    pub profile: NewProfile,
}

impl CreateUser {
    /// Cleans every value and checks it against the limits. `languages` are those on offer.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn check(self, languages: &[Language]) -> Result<NewAccount, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.auth_id.is_none() {
            errors.push(FieldError::new("authId", FieldCode::Required));
        }
        let email =
            check_email(self.email.as_deref().unwrap_or_default()).unwrap_or_else(|fault| {
                errors.push(fault.at("email"));
                String::new()
            });
        let profile = self.profile.check_new(languages, &mut errors);
        match (self.auth_id, errors.into_result(())) {
            (Some(auth_id), Ok(())) => Ok(NewAccount {
                auth_id,
                email,
                email_verified: self.email_verified,
                role: self.role.unwrap_or(Role::Student),
                profile,
            }),
            (_, Err(errors)) => Err(errors),
            (None, Ok(())) => Err(FieldErrors::one(FieldError::new(
                "authId",
                FieldCode::Required,
            ))),
        }
    }
}
