//! What can go wrong, in the words of the domain. Only `server/src/http/error.rs` and
//! `app/src/error.rs` know what a status code is.

use contract::{
    ErrorCode, FieldCode, FieldError, FieldErrors, enrollment::EnrollmentView,
    profile::ProfileView, settings::Settings,
};
use serde::Serialize;
use std::sync::Arc;

/// Why a service method gave no result.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The command broke rules of its fields.
    #[error("invalid fields: {0}")]
    Invalid(FieldErrors),
    /// Nothing is here for this caller; why, is nobody's business.
    #[error("not found")]
    NotFound,
    /// The caller's proof is good, but nobody here bears its name.
    #[error("the caller has no account here")]
    UserNotFound,
    /// The state does not allow it, or a unique value is taken.
    #[error("conflict: {}", .0.code)]
    Conflict(Conflict),
    /// The row has moved on since the version that the caller names; this is how it stands now.
    #[error("stale version")]
    Stale(Box<Current>),
    /// Nobody is signed in.
    #[error("unauthenticated: {0}")]
    Unauthenticated(AuthFault),
    /// Known, but not allowed.
    #[error("forbidden: {0}")]
    Forbidden(Denial),
    /// The deployment has switched this off.
    #[error("feature disabled")]
    FeatureDisabled,
    /// Postgres or another part that we need cannot be reached for the moment.
    #[error("{0} is unavailable")]
    Unavailable(&'static str),
    /// A fault of ours. The text is for the log, never for the caller.
    #[error("internal: {0}")]
    Internal(Arc<str>),
}

/// How a row stands now that has moved on.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "an error holds it in a box")]
pub enum Current {
    /// A profile.
    Profile(ProfileView),
    /// Settings.
    Settings(Settings),
    /// An enrollment.
    Enrollment(EnrollmentView),
}

/// What stands against a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Stable code.
    pub code: ErrorCode,
    /// For a person, in English.
    pub message: String,
    /// The field that it is about, where it is about one.
    pub field: Option<FieldError>,
}

/// What is wrong with the proof of who is calling; the specification's sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthFault {
    /// No `Authorization` header, or no session.
    #[error("Authorization header is required")]
    HeaderMissing,
    /// The header bears no token.
    #[error("Token is required")]
    TokenMissing,
    /// The token was good once.
    #[error("Token has expired")]
    Expired,
    /// The token is not one, is not signed by whom we trust, or not meant for us.
    #[error("Invalid token")]
    Invalid,
    /// The token is good but lacks a claim that we need.
    #[error("Invalid token structure")]
    Structure,
}

/// Why a known caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// For admins (and services with the scope).
    #[error("Access denied. Required roles: admin")]
    AdminOnly,
    /// For the person whom it is about.
    #[error("Access denied. You can only access your own resources")]
    NotOwner,
    /// The service token lacks the scope.
    #[error("Access denied. The token lacks the scope for this")]
    ScopeMissing,
    /// Admins cannot be blocked.
    #[error("Access denied. Staff cannot be blocked")]
    Staff,
    /// The account is suspended.
    #[error("Access denied. Your account is suspended")]
    Suspended,
    /// The account is switched off.
    #[error("Access denied. Your account is inactive")]
    Inactive,
}

impl Error {
    /// Somebody else has this unique value.
    pub fn taken(code: ErrorCode, field: &str, message: &str) -> Self {
        Self::Conflict(Conflict {
            code,
            message: message.into(),
            field: Some(FieldError::new(field, FieldCode::Taken)),
        })
    }

    /// The state does not allow it.
    pub fn conflict(code: ErrorCode, message: &str) -> Self {
        Self::Conflict(Conflict {
            code,
            message: message.into(),
            field: None,
        })
    }

    /// The row has moved on; this is how it stands now.
    pub fn stale(current: Current) -> Self {
        Self::Stale(Box::new(current))
    }

    /// A fault of ours, with what the log should say.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string().into())
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

/// The name under which a missing database is told.
pub(crate) const DATABASE: &str = "database";

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_outage(&error) {
            if matches!(error, sqlx::Error::PoolTimedOut) {
                metrics::counter!("user_service_database_timeouts_total").increment(1);
            }
            tracing::warn!(error = %error, "database cannot be reached");
            return Self::Unavailable(DATABASE);
        }
        Self::internal(error)
    }
}

/// Whether the error says that Postgres is away rather than that we asked something wrong:
/// connection exceptions (class 08), operator intervention (57P0x) and too many connections (53).
fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(e) => e
            .code()
            .is_some_and(|c| c.starts_with("08") || c.starts_with("57P0") || c.starts_with("53")),
        _ => false,
    }
}

/// The result of a service method.
pub type Result<T, E = Error> = std::result::Result<T, E>;
