//! What the course-service tells.

use crate::{CourseId, TenantId};
use serde::Deserialize;

/// `course.published` and `course.updated`: a course and what it is called.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseTold {
    /// The course.
    #[serde(alias = "id")]
    pub course_id: CourseId,
    /// What it is called.
    pub title: String,
    /// Tenant, where not told in the metadata.
    #[serde(default)]
    pub tenant_id: Option<TenantId>,
}

/// `course.deleted`: nobody new may begin it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseDeleted {
    /// The course.
    #[serde(alias = "id")]
    pub course_id: CourseId,
    /// Tenant, where not told in the metadata.
    #[serde(default)]
    pub tenant_id: Option<TenantId>,
}
