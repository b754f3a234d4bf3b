//! What we tell of enrollments.

use crate::{CourseId, EnrollmentId, UserId, enrollment::Progress};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// `user.enrolled` and `user.unenrolled`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolled {
    /// The person.
    pub user_id: UserId,
    /// The course.
    pub course_id: CourseId,
    /// The enrollment; the same when a dropped course is taken up again.
    pub enrollment_id: EnrollmentId,
}

/// `user.progress_updated`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProgressUpdated {
    /// The person.
    pub user_id: UserId,
    /// The course.
    pub course_id: CourseId,
    /// Now.
    pub progress: Progress,
    /// Before.
    pub previous_progress: Progress,
}

/// `user.course_completed`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseCompleted {
    /// The person.
    pub user_id: UserId,
    /// The course.
    pub course_id: CourseId,
    /// When; it never moves.
    pub completed_at: DateTime<Utc>,
}
