//! Enrollments: which courses a person takes and how far they are.

mod progress;
mod seconds;

pub use progress::Progress;

use crate::{
    CourseId, EnrollmentId, FieldCode, FieldError, FieldErrors, UserId, fields::FieldReader,
    word::word_enum,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

word_enum!(
    /// Where an enrollment stands.
    EnrollmentStatus {
        /// The person takes the course.
        Active = "active",
        /// The person has finished it.
        Completed = "completed",
        /// The person has left it; kept for history.
        Dropped = "dropped",
        /// The person may not go on for now.
        Suspended = "suspended",
    }
);

/// A person's enrollment in a course (the specification's `UserEnrollment`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EnrollmentView {
    /// The enrollment.
    pub id: EnrollmentId,
    /// The person.
    pub user_id: UserId,
    /// The course.
    pub course_id: CourseId,
    /// What the course is called, where the course-service has told; up to a second old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course_title: Option<String>,
    /// Where it stands.
    pub enrollment_status: EnrollmentStatus,
    /// Per cent, 0 to 100.
    pub progress: Progress,
    /// Time spent in the course so far, in seconds.
    pub time_spent_seconds: i64,
    /// When the person first enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When the course was first completed; it never moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
    /// When the person was last known to be in the course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_accessed_at: Option<DateTime<Utc>>,
    /// When the row was made.
    pub created_at: DateTime<Utc>,
    /// When this representation last changed.
    pub updated_at: DateTime<Utc>,
    /// Row version; the `ETag`, and what `If-Match` is compared with.
    pub version: i64,
}

/// Which enrollments a list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnrollmentFilter {
    /// All but dropped ones.
    #[default]
    Kept,
    /// Every one.
    All,
    /// Those that stand there.
    Only(EnrollmentStatus),
}

impl EnrollmentFilter {
    /// The word of the parameter `status`; none without a filter.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Kept => None,
            Self::All => Some("all"),
            Self::Only(status) => Some(status.as_str()),
        }
    }

    /// Whether an enrollment that stands there is in the list.
    pub fn holds(self, status: EnrollmentStatus) -> bool {
        match self {
            Self::Kept => status != EnrollmentStatus::Dropped,
            Self::All => true,
            Self::Only(only) => status == only,
        }
    }
}

impl std::str::FromStr for EnrollmentFilter {
    type Err = crate::word::UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "all" => Ok(Self::All),
            word => word.parse().map(Self::Only),
        }
    }
}

/// Enrolls a person in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct CreateEnrollment {
    /// The course; one that we have not heard of is as good.
    pub course_id: CourseId,
}

impl CreateEnrollment {
    /// Reads the body of `POST /users/{id}/enrollments`.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let course_id = reader.required_id("courseId");
        reader.finish(&[], || None)?;
        course_id
            .map(|course_id| Self { course_id })
            .ok_or_else(|| required("courseId"))
    }
}

/// Moves an enrollment to another status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct UpdateEnrollment {
    /// Where it shall stand; `status` is taken as a name of this field too.
    pub enrollment_status: EnrollmentStatus,
}

impl UpdateEnrollment {
    const READ_ONLY: [&str; 11] = [
        "id",
        "userId",
        "courseId",
        "courseTitle",
        "progress",
        "timeSpentSeconds",
        "enrolledAt",
        "completedAt",
        "lastAccessedAt",
        "createdAt",
        "updatedAt",
    ];

    /// Reads the body of `PUT /users/{id}/enrollments/{courseId}`.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let field = if body.contains_key("status") && !body.contains_key("enrollmentStatus") {
            "status"
        } else {
            "enrollmentStatus"
        };
        let mut reader = FieldReader::new(body);
        let status = reader.required_choice(field);
        reader.finish(&Self::READ_ONLY, || None)?;
        status
            .map(|enrollment_status| Self { enrollment_status })
            .ok_or_else(|| required(field))
    }
}

/// Says how far a person is in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct ReportProgress {
    /// Per cent, 0 to 100, with at most 2 decimals. 100 completes the course.
    pub progress: Progress,
    /// Seconds spent since the last report; added up. At most a year.
    #[cfg_attr(
        feature = "openapi",
        schema(required = false, minimum = 0, maximum = 31_536_000)
    )]
    pub time_spent_seconds: Option<i64>,
    /// When it was so. A report that is not newer than the last applied one changes nothing; of two
    /// of the same time the one with more progress is the newer. Absent: now.
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub occurred_at: Option<DateTime<Utc>>,
}

impl ReportProgress {
    /// Reads the body of `PUT /users/{id}/enrollments/{courseId}/progress`.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let progress = reader.checked("progress", Progress::from_json);
        if !reader.has_error("progress") && progress.is_none() {
            reader.note(FieldError::new("progress", FieldCode::Required));
        }
        let time_spent_seconds = reader.checked(seconds::FIELD, |value| seconds::read(&value));
        let occurred_at = reader.time("occurredAt");
        reader.finish(&[], || None)?;
        progress
            .map(|progress| Self {
                progress,
                time_spent_seconds,
                occurred_at,
            })
            .ok_or_else(|| required("progress"))
    }
}

fn required(field: &str) -> FieldErrors {
    FieldErrors::one(FieldError::new(field, FieldCode::Required))
}

/// What a person's enrollments come to (the specification's `EnrollmentStats`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EnrollmentStats {
    /// Every enrollment, dropped ones included.
    pub total_courses: i64,
    /// Those that are active.
    pub active_courses: i64,
    /// Those that are completed.
    pub completed_courses: i64,
    /// Those that were dropped.
    pub dropped_courses: i64,
    /// Those that are suspended.
    pub suspended_courses: i64,
    /// Mean progress of every enrollment, in per cent, with 2 decimals; 0 without any.
    pub average_progress: f64,
    /// Time spent in all courses, in seconds.
    pub total_time_spent: i64,
    /// The course that was accessed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_accessed_course: Option<CourseId>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_accessed_at: Option<DateTime<Utc>>,
}

/// A course that one may enroll in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseOffer {
    /// The course.
    pub course_id: CourseId,
    /// What it is called.
    pub title: String,
    /// Where the caller's own enrollment in it stands, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrollment_status: Option<EnrollmentStatus>,
}

#[cfg(test)]
mod tests;
