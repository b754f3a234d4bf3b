//! What admins change of accounts: role and status.

use super::{AccountStatus, Role};
use crate::{
    ErrorCode, FieldCode, FieldError, FieldErrors, UserId, fields::FieldReader, limits::BULK_MAX,
    word::word_enum,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

word_enum!(
    /// Where an admin may put an account.
    SettableStatus {
        /// In use.
        Active = "active",
        /// Switched off; may come back.
        Inactive = "inactive",
        /// Shut out.
        Suspended = "suspended",
    }
);

impl From<SettableStatus> for AccountStatus {
    fn from(status: SettableStatus) -> Self {
        match status {
            SettableStatus::Active => Self::Active,
            SettableStatus::Inactive => Self::Inactive,
            SettableStatus::Suspended => Self::Suspended,
        }
    }
}

/// Gives somebody a role (`PUT /users/{id}/role`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
pub struct ChangeRole {
    /// The role.
    pub role: Role,
}

impl ChangeRole {
    /// Reads the body, listing every field that is missing, unknown or of a wrong type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let role = reader.required_choice("role");
        reader.finish(&[], || None)?;
        // Without one there was an error.
        Ok(Self {
            role: role.unwrap_or(Role::Student),
        })
    }
}

/// Gives many people a role (`PUT /users/bulk/role`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct ChangeRoles {
    /// Whom: 1 to 1,000; whoever stands in it twice counts once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub user_ids: Vec<UserId>,
    /// The role.
    pub role: Role,
}

impl ChangeRoles {
    /// Reads the body, listing every field that is missing, unknown or of a wrong type; of a list that
    /// holds other things than ids the first of them.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let user_ids = reader.checked("userIds", read_ids);
        if user_ids.is_none() && !reader.has_error("userIds") {
            reader.note(FieldError::new("userIds", FieldCode::Required));
        }
        let role = reader.required_choice("role");
        reader.finish(&[], || None)?;
        Ok(Self {
            user_ids: user_ids.unwrap_or_default(),
            role: role.unwrap_or(Role::Student),
        })
    }
}

/// Each id once, in the order in which they were sent.
fn read_ids(value: Value) -> Result<Vec<UserId>, FieldError> {
    let Value::Array(entries) = value else {
        return Err(FieldError::new("userIds", FieldCode::InvalidType));
    };
    if entries.is_empty() {
        return Err(FieldError::new("userIds", FieldCode::Required));
    }
    if entries.len() > BULK_MAX {
        return Err(FieldError::with_limit(
            "userIds",
            FieldCode::TooMany,
            BULK_MAX,
        ));
    }
    let mut ids = Vec::with_capacity(entries.len());
    let mut seen = std::collections::HashSet::with_capacity(entries.len());
    for (i, entry) in entries.into_iter().enumerate() {
        let id: UserId = serde_json::from_value(entry)
            .map_err(|_| FieldError::new(format!("userIds[{i}]"), FieldCode::InvalidId))?;
        if seen.insert(id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// What became of a change of many people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkOutcome {
    /// How many are now as was asked, those who were so before included.
    pub successful: usize,
    /// How many are not.
    pub failed: usize,
    /// Who are not, and why, in the order in which they were sent.
    pub errors: Vec<BulkFailure>,
}

/// One person who was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkFailure {
    /// Whom it is about.
    pub id: UserId,
    /// For a person, in English.
    pub error: String,
    /// Stable, for programs: `user_not_found`, `own_role` or `last_admin`.
    pub code: ErrorCode,
}

/// Puts an account elsewhere (`PUT /users/{id}/status`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
pub struct ChangeStatus {
    /// Where.
    pub status: SettableStatus,
    /// Why, in at most 500 characters: told to followers, and kept in the audit log.
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}

impl ChangeStatus {
    /// Reads the body, listing every field that is missing, unknown or of a wrong type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let status = reader.required_choice("status");
        let reason = reader.patch("reason").into_value();
        let command = Self {
            status: status.unwrap_or(SettableStatus::Active),
            reason,
        };
        reader.finish(&[], || broken_rules(&command))?;
        Ok(command)
    }
}

#[cfg(feature = "validate")]
fn broken_rules(command: &ChangeStatus) -> Option<FieldErrors> {
    command.clone().check().err()
}

#[cfg(not(feature = "validate"))]
fn broken_rules(_: &ChangeStatus) -> Option<FieldErrors> {
    None
}

#[cfg(feature = "validate")]
impl ChangeStatus {
    /// The same with its reason cleaned; an empty one is none.
    ///
    /// # Errors
    /// `reason` is too long.
    pub fn check(self) -> Result<Self, FieldErrors> {
        let reason = check_reason(self.reason.as_deref()).map_err(FieldErrors::one)?;
        Ok(Self { reason, ..self })
    }
}

/// Why something was decided, cleaned; an empty reason is none.
#[cfg(feature = "validate")]
pub(crate) fn check_reason(reason: Option<&str>) -> Result<Option<String>, FieldError> {
    let reason = crate::text::clean_lines(reason.unwrap_or_default());
    if reason.chars().count() > crate::limits::REASON_MAX {
        let limit = crate::limits::REASON_MAX;
        return Err(FieldError::with_limit("reason", FieldCode::TooLong, limit));
    }
    Ok(Some(reason).filter(|reason| !reason.is_empty()))
}
