//! A form of the page that was sent and did nothing, and why.

use crate::{
    error::Problem,
    session::flash::NamedCourse,
    words::{self, Locale, td_string},
};
use contract::{FieldCode, enrollment::EnrollmentStatus};
use http::StatusCode;

/// What the page needs to say that nothing was done.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// Why.
    pub(crate) why: Why,
    /// What was typed in the box for an id, or sent by a button.
    pub(crate) typed: String,
}

/// Why nothing was done.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// What was typed is no id.
    BadId(FieldCode),
    /// The person's enrollment in the course stands in the way.
    Standing(NamedCourse, EnrollmentStatus),
    /// There is no enrollment in the course.
    NotEnrolled(NamedCourse),
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

impl Refusal {
    /// The status of the answer.
    pub(crate) const fn status(&self) -> StatusCode {
        match self.why {
            Why::BadId(_) => Problem::Unreadable.status(),
            Why::Standing(..) => Problem::Conflict.status(),
            Why::NotEnrolled(_) => Problem::NotFound.status(),
            Why::Passing(problem) => problem.status(),
        }
    }

    /// What the box for an id holds and what is wrong there, if it is about that box.
    pub(crate) fn of_box(&self, locale: Locale) -> Option<(String, Option<String>)> {
        match self.why {
            Why::BadId(_) => Some((self.typed.clone(), Some(self.sentence(locale)))),
            Why::Passing(_) => Some((self.typed.clone(), None)),
            Why::Standing(..) | Why::NotEnrolled(_) => None,
        }
    }

    /// The course that may be taken up again, where that is what helps.
    pub(crate) const fn resumable(&self) -> Option<&NamedCourse> {
        match &self.why {
            Why::Standing(course, EnrollmentStatus::Dropped) => Some(course),
            _ => None,
        }
    }

    /// Why, in a sentence.
    pub(crate) fn sentence(&self, locale: Locale) -> String {
        macro_rules! about {
            ($key:ident, $course:expr) => {{
                let course = words::named_course(locale, $course);
                td_string!(locale, enrollments.$key, course = course).to_string()
            }};
        }
        match &self.why {
            Why::BadId(FieldCode::Required) => td_string!(locale, enrollments.id_empty).to_owned(),
            Why::BadId(_) => td_string!(locale, enrollments.id_bad).to_owned(),
            Why::Standing(course, EnrollmentStatus::Active) => about!(already_active, course),
            Why::Standing(course, EnrollmentStatus::Completed) => about!(already_completed, course),
            Why::Standing(course, EnrollmentStatus::Dropped) => about!(already_dropped, course),
            Why::Standing(course, EnrollmentStatus::Suspended) => about!(is_suspended, course),
            Why::NotEnrolled(course) => about!(not_enrolled, course),
            Why::Passing(Problem::Unavailable) => {
                td_string!(locale, enrollments.unavailable).to_owned()
            }
            Why::Passing(_) => td_string!(locale, enrollments.failed).to_owned(),
        }
    }
}
