//! A form of choices that was sent and not saved, and why.

use crate::{
    error::{Problem, status},
    forms::choices::{ChoiceForm, order},
    words::{self, Locale, td_string},
};
use contract::FieldErrors;
use http::StatusCode;
use service::Error;

/// What the page needs to show the form again.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// Everything that was chosen.
    pub(crate) form: ChoiceForm,
    /// Every control that is wrong.
    pub(crate) errors: FieldErrors,
    /// What is wrong with the whole form.
    pub(crate) problem: Option<Problem>,
    /// The status of the answer.
    pub(crate) status: StatusCode,
}

impl Refused {
    /// Shows the form again where that helps; otherwise gives the problem to show instead.
    ///
    /// # Errors
    /// The problem, where the form is no use to this person now.
    pub(crate) fn new(form: ChoiceForm, error: Error) -> Result<Self, Problem> {
        let status = status(&error);
        let (errors, problem) = match error {
            Error::Invalid(mut errors) => {
                errors.0.sort_by_key(|error| order(&error.field));
                (errors, None)
            }
            error => match Problem::from(&error) {
                problem if problem.is_passing() => (FieldErrors::default(), Some(problem)),
                problem => return Err(problem),
            },
        };
        Ok(Self {
            form,
            errors,
            problem,
            status,
        })
    }
}

/// Why a choice was not saved, in a sentence.
pub(crate) fn sentence(locale: Locale, error: &Error) -> String {
    if let Error::Invalid(errors) = error {
        let fault = |error| words::choice_fault(locale, error);
        let texts: Vec<_> = errors.0.iter().map(fault).collect();
        return texts.join(". ");
    }
    problem_sentence(locale, Problem::from(error)).to_owned()
}

/// The same for what is wrong with the whole form.
pub(crate) fn problem_sentence(locale: Locale, problem: Problem) -> &'static str {
    match problem {
        Problem::Unavailable => td_string!(locale, auto_save.unavailable),
        Problem::Internal => td_string!(locale, auto_save.internal),
        problem => problem.words(locale).1,
    }
}
