//! The forms of `/enrollments`: one button each, and the box for the id of a course.

use contract::{CourseId, FieldCode, UserId};

/// What a form of the page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Begins a course, or takes up a dropped one.
    Enroll,
    /// Drops a course.
    Drop,
    /// Takes up a course that was dropped.
    Resume,
}

impl Action {
    /// The value that the form sends.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Enroll => "enroll",
            Self::Drop => "drop",
            Self::Resume => "resume",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Enroll, Self::Drop, Self::Resume]
            .into_iter()
            .find(|action| action.as_str() == word)
    }
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EnrollmentForm {
    /// What to do; none where the form is not one of ours.
    pub(crate) action: Option<Action>,
    /// The course, as it was typed.
    pub(crate) course: String,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
}

impl EnrollmentForm {
    /// Reads what the browser sent.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "action" => form.action = Action::parse(&value),
                "courseId" => form.course = value,
                "owner" => form.owner = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    /// The course that is meant.
    ///
    /// # Errors
    /// What is wrong with the id.
    pub(crate) fn course(&self) -> Result<CourseId, FieldCode> {
        match self.course.trim() {
            "" => Err(FieldCode::Required),
            id => id.parse().map_err(|_| FieldCode::InvalidId),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> EnrollmentForm {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        EnrollmentForm::from_pairs(pairs.iter().map(owned).collect())
    }

    #[test]
    fn a_form_says_what_to_do_with_which_course() {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        let form = form(&[("action", "drop"), ("courseId", &format!(" {id}\n"))]);
        assert_eq!(form.action, Some(Action::Drop));
        assert_eq!(form.course().map(|id| id.to_string()).as_deref(), Ok(id));
    }

    #[test]
    fn what_is_no_id_is_kept_as_it_was_typed() {
        assert_eq!(
            form(&[("courseId", " ")]).course(),
            Err(FieldCode::Required)
        );
        let bad = form(&[("action", "eat"), ("courseId", "rust-101")]);
        assert_eq!(
            (bad.action, bad.course()),
            (None, Err(FieldCode::InvalidId))
        );
        assert_eq!(bad.course, "rust-101");
    }
}
