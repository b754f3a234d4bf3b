//! An enrollment as it is kept, and whose it is.

use super::policy::{Mover, State};
use chrono::{DateTime, Utc};
use contract::{CourseId, EnrollmentId, TenantId, UserId, enrollment::EnrollmentView};

/// Whose enrollments, and in which part somebody acts on them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose {
    pub(super) tenant: TenantId,
    pub(super) id: UserId,
    pub(super) mover: Mover,
}

/// An enrollment as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) id: EnrollmentId,
    pub(super) user_id: UserId,
    pub(super) course_id: CourseId,
    pub(super) state: State,
    pub(super) enrolled_at: DateTime<Utc>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
    pub(super) version: i64,
}

impl Kept {
    /// As callers see it, without its title.
    pub(super) fn view(self) -> EnrollmentView {
        EnrollmentView {
            id: self.id,
            user_id: self.user_id,
            course_id: self.course_id,
            course_title: None,
            enrollment_status: self.state.status,
            progress: self.state.progress,
            time_spent_seconds: self.state.time_spent_seconds,
            enrolled_at: self.enrolled_at,
            completed_at: self.state.completed_at,
            last_accessed_at: self.state.last_accessed_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        }
    }
}
