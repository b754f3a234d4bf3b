//! The audit log: who did what to whom, as admins read it, and how it is asked.

#[cfg(feature = "validate")]
mod check;
#[cfg(feature = "validate")]
pub use check::{ActionFilter, AuditFilter};

use crate::{AuditEntryId, word::word_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

word_enum!(
    /// What did it.
    ActorKind {
        /// A person.
        User = "user",
        /// Another service.
        Service = "service",
        /// A part of Matricula itself.
        System = "system",
    }
);

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditEntryId,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: AuditActor,
    /// What was done, such as `user.updated`: an area, a dot, and a word.
    pub action: String,
    /// To whom, or to what.
    pub target: AuditTarget,
    /// What became another by it; of a reading, what was asked for.
    pub changes: Vec<AuditChange>,
    /// The id of the request, which is the `correlationId` of its events.
    pub request_id: String,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditActor {
    /// A person's id; of a service or a part its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is.
    pub kind: ActorKind,
    /// The name that the person goes by now; absent of whoever has no account any longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// To whom, or to what, something was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditTarget {
    /// What it is: `user`, `tenant` or `instructor_application`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// The name that the person goes by now; absent of whoever has no account any longer, and of what is
    /// no person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// One changed field. Of a sensitive one neither value is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditChange {
    /// Its name, or the path to it.
    pub field: String,
    /// Its value before, where it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// Its value after, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// What of the audit log is asked for, as it is typed. What is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuditQuery {
    /// Who did it: a person's id, or the name of a service or a part.
    pub actor: Option<String>,
    /// To whom, or to what: an id.
    pub target: Option<String>,
    /// What was done: `user.updated`, or `user` for everything of this area.
    pub action: Option<String>,
    /// From when: a time (RFC 3339), or a date, which begins at midnight UTC.
    pub from: Option<String>,
    /// Until before when: a time, or a date, of which the whole day counts.
    pub to: Option<String>,
}

#[cfg(all(test, feature = "validate"))]
mod tests;
