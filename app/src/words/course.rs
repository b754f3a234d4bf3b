//! Courses and enrollments.

use super::{Locale, td_string};
use crate::session::flash::NamedCourse;
use contract::{CourseId, enrollment::EnrollmentStatus};

/// How much of an id stands for a course whose title nobody has told us: the end, since ids that
/// were made one after the other begin alike.
const SHORT_ID: usize = 8;

/// What a course is called.
pub(crate) fn course(locale: Locale, id: CourseId, title: Option<&str>) -> String {
    if let Some(title) = title {
        return title.to_owned();
    }
    let id = id.to_string();
    let short = &id[id.len().saturating_sub(SHORT_ID)..];
    td_string!(locale, courses.untitled, id = short).to_string()
}

/// What a course is called, of which we know as much as this.
pub(crate) fn named_course(locale: Locale, course: &NamedCourse) -> String {
    self::course(locale, course.id, course.title.as_deref())
}

/// Where an enrollment stands.
pub(crate) fn standing(locale: Locale, status: EnrollmentStatus) -> &'static str {
    match status {
        EnrollmentStatus::Active => td_string!(locale, courses.active),
        EnrollmentStatus::Completed => td_string!(locale, courses.completed),
        EnrollmentStatus::Dropped => td_string!(locale, courses.dropped),
        EnrollmentStatus::Suspended => td_string!(locale, courses.suspended),
    }
}
