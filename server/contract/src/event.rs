//! Events: the frame, what we publish, and what we listen to.

mod account;
mod application;
mod auth;
mod avatar;
mod course;
mod enrollment;
mod settings;

pub use account::{
    EventProfile, UserCreated, UserDeleted, UserRoleChanged, UserStatusChanged, UserUpdated,
};
pub use application::ApplicationTold;
pub use auth::{AuthUserActivity, AuthUserRegistered};
pub use avatar::{AvatarFailed, AvatarProcessed, AvatarRemoved, AvatarUploadRequested};
pub use course::{CourseDeleted, CourseTold};
pub use enrollment::{CourseCompleted, Enrolled, ProgressUpdated};
pub use settings::{PreferenceChange, PreferencesUpdated, SettingsUpdated};

use crate::{EventId, TenantId};
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
    #[serde(deserialize_with = "crate::time::deserialize")]
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
    /// An account was deleted.
    Deleted(UserDeleted),
    /// A role was changed.
    RoleChanged(UserRoleChanged),
    /// A status was changed.
    StatusChanged(UserStatusChanged),
    /// Somebody has applied to teach.
    ApplicationSubmitted(ApplicationTold),
    /// An application was taken back.
    ApplicationWithdrawn(ApplicationTold),
    /// An application was approved or rejected.
    ApplicationDecided(ApplicationTold),
    /// Settings were changed.
    SettingsUpdated(SettingsUpdated),
    /// Preferences were changed.
    PreferencesUpdated(PreferencesUpdated),
    /// A person has begun a course, or taken it up again.
    Enrolled(Enrolled),
    /// A person has dropped a course.
    Unenrolled(Enrolled),
    /// A person has got further in a course, or less far.
    ProgressUpdated(ProgressUpdated),
    /// A person has completed a course; once for each enrollment.
    CourseCompleted(CourseCompleted),
    /// A person is about to upload a picture.
    AvatarUploadRequested(AvatarUploadRequested),
    /// A person's picture was taken away.
    AvatarRemoved(AvatarRemoved),
}

impl UserEvent {
    /// The event's type, which is its routing key.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Created(_) => "user.created",
            Self::Updated(_) => "user.updated",
            Self::Deleted(_) => "user.deleted",
            Self::ApplicationSubmitted(_) => "user.instructor_application.submitted",
            Self::ApplicationWithdrawn(_) => "user.instructor_application.withdrawn",
            Self::ApplicationDecided(_) => "user.instructor_application.decided",
            Self::RoleChanged(_) => "user.role_changed",
            Self::StatusChanged(_) => "user.status_changed",
            Self::SettingsUpdated(_) => "user.settings_updated",
            Self::PreferencesUpdated(_) => "user.preferences_updated",
            Self::Enrolled(_) => "user.enrolled",
            Self::Unenrolled(_) => "user.unenrolled",
            Self::ProgressUpdated(_) => "user.progress_updated",
            Self::CourseCompleted(_) => "user.course_completed",
            Self::AvatarUploadRequested(_) => "user.avatar.upload_requested",
            Self::AvatarRemoved(_) => "user.avatar.removed",
        }
    }
}
