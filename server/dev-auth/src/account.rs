//! The nouns: an account, and the sign-in session of a browser.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Roles that Matricula knows.
pub(crate) const ROLES: [&str; 3] = ["student", "instructor", "admin"];
/// The role of somebody who registers.
pub(crate) const DEFAULT_ROLE: &str = "student";

/// A person's account, as stored.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct Account {
    /// The `authId` of the platform.
    pub(crate) id: Uuid,
    /// Matricula's id of the person, once `user.created` has told it.
    pub(crate) user_id: Option<Uuid>,
    /// Absent for the default tenant.
    pub(crate) tenant_id: Option<Uuid>,
    pub(crate) email: String,
    pub(crate) email_verified: bool,
    pub(crate) password_hash: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) role: String,
    pub(crate) locale: String,
    pub(crate) created_at: DateTime<Utc>,
}

impl Account {
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// A signed-in browser. The cookie's token is kept only as a hash.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct Session {
    /// The `sid` of the tokens and the `sessionId` of the events.
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    /// When the person last proved who they are.
    pub(crate) auth_time: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
}
