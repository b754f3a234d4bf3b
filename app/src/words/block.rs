//! Why a block was not made or ended.

use super::{Locale, field::fault_of, number::count, td_string};
use crate::error::Problem;
use contract::{FieldCode, FieldError, FieldErrors, limits::BLOCKS_MAX};
use http::StatusCode;
use service::{Error, error::Denial};

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BlockFault {
    /// What is wrong with the note.
    Note(FieldError),
    /// One cannot block oneself.
    Oneself,
    /// Whoever runs the platform cannot be blocked.
    Staff,
    /// No more people can be blocked at once.
    TooMany,
    /// There is nobody to block.
    Gone,
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

impl BlockFault {
    /// Why the service did not do it.
    ///
    /// # Errors
    /// The problem to show instead, where no form helps.
    pub(crate) fn of(error: &Error) -> Result<Self, Problem> {
        Ok(match error {
            Error::Invalid(errors) => return Self::invalid(errors).ok_or(Problem::Unreadable),
            Error::Forbidden(Denial::Staff) => Self::Staff,
            Error::Conflict(_) => Self::TooMany,
            Error::NotFound => Self::Gone,
            error => match Problem::noted(error) {
                problem if problem.is_passing() => Self::Passing(problem),
                problem => return Err(problem),
            },
        })
    }

    /// The first fault that the form can name.
    fn invalid(errors: &FieldErrors) -> Option<Self> {
        errors.0.iter().find_map(|error| match error.code {
            FieldCode::Oneself => Some(Self::Oneself),
            _ if error.field == "note" => Some(Self::Note(error.clone())),
            _ => None,
        })
    }

    /// The status of the answer.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Note(_) | Self::Oneself => Problem::Unreadable.status(),
            Self::Staff => Problem::Forbidden.status(),
            Self::TooMany => Problem::Conflict.status(),
            Self::Gone => Problem::NotFound.status(),
            Self::Passing(problem) => problem.status(),
        }
    }

    /// Why, in a sentence.
    pub(crate) fn sentence(&self, locale: Locale) -> String {
        match self {
            Self::Note(error) => fault_of(locale, td_string!(locale, block.note), error),
            Self::Oneself => td_string!(locale, block.oneself).to_owned(),
            Self::Staff => td_string!(locale, block.staff).to_owned(),
            Self::TooMany => {
                td_string!(locale, block.too_many, limit = count(locale, BLOCKS_MAX)).to_string()
            }
            Self::Gone => td_string!(locale, block.gone).to_owned(),
            Self::Passing(Problem::Unavailable) => td_string!(locale, block.unavailable).to_owned(),
            Self::Passing(_) => td_string!(locale, block.failed).to_owned(),
        }
    }
}
