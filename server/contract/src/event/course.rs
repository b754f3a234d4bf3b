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

/// `course.deleted`: it is no longer on offer. Whoever knows its id may still begin it: the catalogue
/// helps to find courses, the course-service says who may take them.
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
