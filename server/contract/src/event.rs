//! Events: the frame, what we publish, and what we listen to.

use crate::{
    AuthId, EventId, Language, TenantId, UserId,
    account::{AccountStatus, Role},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The frame around every event, ours and others'.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event<T = serde_json::Value> {
    /// The same in every delivery of this event.
    pub id: EventId,
    /// What happened; also the routing key.
    #[serde(rename = "type")]
    pub kind: String,
    /// The service that tells it.
    pub source: String,
    /// What is told.
    pub data: T,
    /// When it happened.
    pub timestamp: DateTime<Utc>,
    /// The request that made it happen.
    #[serde(default)]
    pub correlation_id: Option<String>,
    /// Tenant, order and version.
    #[serde(default)]
    pub metadata: EventMetadata,
}

/// Tenant, order and version of an event.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventMetadata {
    /// The tenant that it belongs to; others may leave it out for the default tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// Place among the person's events: gapless, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// Version of the payload's shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

/// Our name in `source`.
pub const SOURCE: &str = "user-service";
/// Version of the payloads' shapes.
pub const VERSION: u32 = 1;

/// What we publish.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum UserEvent {
    /// An account was made.
    Created(UserCreated),
    /// A profile was changed.
    Updated(UserUpdated),
    /// A role was changed.
    RoleChanged(UserRoleChanged),
    /// A status was changed.
    StatusChanged(UserStatusChanged),
}

impl UserEvent {
    /// The event's type, which is its routing key.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Created(_) => "user.created",
            Self::Updated(_) => "user.updated",
            Self::RoleChanged(_) => "user.role_changed",
            Self::StatusChanged(_) => "user.status_changed",
        }
    }
}

/// The part of a profile that travels with events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventProfile {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Shown name, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Picture, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
}

/// `user.created`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserCreated {
    /// The person here.
    pub user_id: UserId,
    /// The person in the auth-service.
    pub auth_id: AuthId,
    /// E-mail address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Names and picture.
    pub profile: EventProfile,
}

/// `user.updated`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserUpdated {
    /// The person.
    pub user_id: UserId,
    /// Changed fields with their new values, `null` where cleared; of the phone number the name
    /// only (the value is `true`).
    pub changes: serde_json::Map<String, serde_json::Value>,
    /// Names and picture as they are now.
    pub profile: EventProfile,
}

/// `user.role_changed`, also routed as `user.role.changed`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserRoleChanged {
    /// The person here.
    pub user_id: UserId,
    /// The person in the auth-service.
    pub auth_id: AuthId,
    /// Before.
    pub old_role: Role,
    /// After.
    pub new_role: Role,
    /// Who changed it.
    pub changed_by: Option<UserId>,
}

/// `user.status_changed`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserStatusChanged {
    /// The person here.
    pub user_id: UserId,
    /// The person in the auth-service.
    pub auth_id: AuthId,
    /// Before.
    pub old_status: AccountStatus,
    /// After.
    pub new_status: AccountStatus,
    /// Why, where a reason was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who changed it.
    pub changed_by: Option<UserId>,
}

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
