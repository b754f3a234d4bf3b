//! A form that was sent and not saved, and why.

use crate::{
    error::{Problem, status},
    forms::profile::{Field, ProfileForm, Stale},
};
use contract::FieldErrors;
use http::StatusCode;
use service::{Error, error::Current};

/// What the page needs to show the form again.
#[derive(Clone, Debug)]
pub(crate) struct Submission {
    /// Everything that was typed.
    pub(crate) form: ProfileForm,
    /// Why it was not saved.
    pub(crate) reason: Reason,
    /// The status of the answer.
    pub(crate) status: StatusCode,
}

/// Why a form was not saved.
#[derive(Clone, Debug)]
pub(crate) enum Reason {
    /// Fields are wrong.
    Fields(FieldErrors),
    /// Something else was saved since the form was made.
    Stale(Stale),
    /// It is not about the fields.
    Problem(Problem),
}

impl Submission {
    /// Shows the form again where that helps; otherwise gives the problem to show instead.
    ///
    /// # Errors
    /// The problem, where the form is no use to this person now.
    pub(crate) fn new(mut form: ProfileForm, error: Error) -> Result<Self, Problem> {
        let status = status(&error);
        let reason = match error {
            Error::Invalid(mut errors) => {
                errors.0.sort_by_key(|error| Field::order(&error.field));
                Reason::Fields(errors)
            }
            Error::Conflict(conflict) => match conflict.field {
                Some(field) => Reason::Fields(FieldErrors::one(field)),
                None => Reason::Problem(Problem::Conflict),
            },
            Error::Stale(current) => match *current {
                Current::Profile(current) => Reason::Stale(Stale::new(&mut form, &current)),
                Current::Settings(_) | Current::Enrollment(_) => Reason::Problem(Problem::Conflict),
            },
            error => match Problem::noted(&error) {
                problem if problem.is_passing() => Reason::Problem(problem),
                problem => return Err(problem),
            },
        };
        Ok(Self {
            form,
            reason,
            status,
        })
    }
}
