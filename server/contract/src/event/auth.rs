//! What the auth-service tells.

use crate::{AuthId, Language, TenantId, UserId, account::Role};
use serde::Deserialize;

/// `auth.user.registered`: somebody new; the account is created here.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthUserRegistered {
    /// The person in the auth-service.
    pub auth_id: AuthId,
    /// E-mail address.
    pub email: String,
    /// First name, where asked for.
    #[serde(default)]
    pub first_name: Option<String>,
    /// Last name, where asked for.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Role, where not a student.
    #[serde(default)]
    pub role: Option<Role>,
    /// Whether the address is verified.
    #[serde(default)]
    pub email_verified: bool,
    /// Language, where known. One that we do not speak is left out rather than refused.
    #[serde(default)]
    pub language: Option<String>,
    /// Tenant, where not told in the metadata.
    #[serde(default)]
    pub tenant_id: Option<TenantId>,
}

impl AuthUserRegistered {
    /// The language, where it is one of the product's.
    pub fn language(&self) -> Option<Language> {
        self.language
            .as_deref()
            .and_then(Language::from_accept_language)
    }
}

/// `auth.user.login`, `auth.user.logout` and `auth.user.password_changed`: about somebody who is
/// named by `userId` or `authId`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthUserActivity {
    /// The person here.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// The person in the auth-service.
    #[serde(default)]
    pub auth_id: Option<AuthId>,
    /// The session at the auth-service (`sid`).
    #[serde(default)]
    pub session_id: Option<String>,
}
