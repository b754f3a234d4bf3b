//! The list of a tenant's users, as admins and services ask for it.

use super::{AccountStatus, Role};
use crate::{AuthId, UserId, word::word_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

word_enum!(
    /// By what the list is sorted.
    #[derive(Default)]
    UserSort {
        /// When the account was made.
        #[default]
        CreatedAt = "createdAt",
        /// When the representation last changed.
        UpdatedAt = "updatedAt",
        /// First name, without regard to case and accents.
        FirstName = "firstName",
        /// Last name, without regard to case and accents.
        LastName = "lastName",
        /// E-mail address.
        Email = "email",
        /// When the person was last seen; whoever never was comes last in either direction.
        LastActiveAt = "lastActiveAt",
    }
);

word_enum!(
    /// In which direction a list is sorted.
    #[derive(Default)]
    SortOrder {
        /// Least first.
        Asc = "asc",
        /// Greatest first.
        #[default]
        Desc = "desc",
    }
);

/// Which users are asked for, and in which order (`GET /users`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UserQuery {
    /// Part of a first, last or display name, an e-mail address or a username, whatever its case and
    /// accents; or a whole id or e-mail address.
    pub search: Option<String>,
    /// Only whoever has this role.
    pub role: Option<Role>,
    /// Only accounts that stand so. `deleted` finds nobody.
    pub status: Option<AccountStatus>,
    /// By what.
    pub sort_by: UserSort,
    /// In which direction. Whatever is equal is in the order of ids, in the same direction.
    pub order: SortOrder,
}

/// How many accounts a tenant has (`GET /users/stats`). Deleted ones do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    /// All of them.
    pub total: i64,
    /// By where they stand.
    pub by_status: StatusCounts,
    /// By what people may do.
    pub by_role: RoleCounts,
    /// By what is known of them.
    pub verification: VerificationCounts,
}

/// Accounts by where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusCounts {
    /// In use.
    pub active: i64,
    /// Switched off by an admin.
    pub inactive: i64,
    /// In use, with an application to teach under review.
    pub pending_instructor_review: i64,
    /// Shut out.
    pub suspended: i64,
}

/// Accounts by what people may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleCounts {
    /// Administers.
    pub admin: i64,
    /// Teaches.
    pub instructor: i64,
    /// Learns.
    pub student: i64,
}

/// Accounts by what is known of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VerificationCounts {
    /// Whose e-mail address the auth-service has verified.
    pub email_verified: i64,
    /// Whose profile is at least 90 % complete.
    pub profile_completed: i64,
}

/// A user on a line of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    /// The person's id here.
    pub id: UserId,
    /// The person's id in the auth-service.
    pub auth_id: AuthId,
    /// E-mail address.
    pub email: String,
    /// Unique name in the tenant, where chosen.
    pub username: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The name shown to others, where it differs from first and last name.
    pub display_name: Option<String>,
    /// What the person may do.
    pub role: Role,
    /// Where the account stands.
    pub status: AccountStatus,
    /// Whether the auth-service has verified the e-mail address.
    pub email_verified: bool,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When the person was last seen.
    pub last_active_at: Option<DateTime<Utc>>,
}

#[cfg(feature = "validate")]
mod check {
    use super::UserQuery;
    use crate::{FieldCode, FieldError, FieldErrors, limits::SEARCH_MAX, text::clean_line};

    impl UserQuery {
        /// The same, cleaned: what is empty asks for nothing.
        ///
        /// # Errors
        /// `search` is too long.
        pub fn check(self) -> Result<Self, FieldErrors> {
            let mut errors = FieldErrors::default();
            let search = clean_line(&self.search.unwrap_or_default());
            if search.chars().count() > SEARCH_MAX {
                errors.push(FieldError::with_limit(
                    "search",
                    FieldCode::TooLong,
                    SEARCH_MAX,
                ));
            }
            errors.into_result(Self {
                search: Some(search).filter(|search| !search.is_empty()),
                ..self
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_word_the_newest_accounts_come_first() {
        let query = UserQuery::default();
        assert_eq!(
            (query.sort_by.as_str(), query.order.as_str()),
            ("createdAt", "desc")
        );
    }

    #[cfg(feature = "validate")]
    #[test]
    fn a_query_is_cleaned_and_what_is_too_long_is_named() {
        let query = |search: &str| UserQuery {
            search: Some(search.into()),
            ..UserQuery::default()
        };
        let checked = query(" Jose\u{301}\u{202e} ").check().unwrap();
        assert_eq!(checked.search.as_deref(), Some("José"));
        assert_eq!(query(" \n ").check().unwrap(), UserQuery::default());
        let errors = query(&"ñ".repeat(101)).check().unwrap_err();
        let named: Vec<_> = errors.0.iter().map(|e| (&*e.field, e.limit)).collect();
        assert_eq!(named, [("search", Some(100))]);
        assert!(query(&"ñ".repeat(100)).check().is_ok());
    }
}
