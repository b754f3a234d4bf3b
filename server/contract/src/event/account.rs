//! What we tell of accounts and profiles.

use crate::{
    AuthId, UserId,
    account::{AccountStatus, Role},
};
use serde::{Deserialize, Serialize};

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

/// `user.deleted`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDeleted {
    /// The person here.
    pub user_id: UserId,
    /// The person in the auth-service.
    pub auth_id: AuthId,
}
