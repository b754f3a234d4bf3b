//! From what was sent to what may be kept: every field cleaned, every bad field named.

use super::{Decide, ReviewQuery, SubmitApplication};
use crate::{
    FieldCode, FieldError, FieldErrors, Patch,
    account::check_reason,
    limits::{EXPERTISE_MAX, MOTIVATION_MAX, MOTIVATION_MIN, SEARCH_MAX},
    profile::{links, words},
    text::{clean_line, clean_lines},
};

impl SubmitApplication {
    /// The same, cleaned.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn check(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let motivation = clean_lines(&self.motivation);
        let fault = match motivation.chars().count() {
            0 => Some(FieldError::new("motivation", FieldCode::Required)),
            n if n < MOTIVATION_MIN => Some(at_limit((FieldCode::TooShort, MOTIVATION_MIN))),
            n if n > MOTIVATION_MAX => Some(at_limit((FieldCode::TooLong, MOTIVATION_MAX))),
            _ => None,
        };
        if let Some(fault) = fault {
            errors.push(fault);
        }
        if self.expertise.is_empty() {
            errors.push(FieldError::new("expertise", FieldCode::Required));
        }
        let expertise = words(self.expertise, &mut errors, "expertise", EXPERTISE_MAX);
        let links = links(Patch::Set(self.links), &mut errors);
        errors.into_result(Self {
            motivation,
            expertise: expertise.unwrap_or_default(),
            links: links.apply_or_default(Vec::new()),
        })
    }
}

fn at_limit((code, limit): (FieldCode, usize)) -> FieldError {
    FieldError::with_limit("motivation", code, limit)
}

impl Decide {
    /// The same, cleaned.
    ///
    /// # Errors
    /// `reason` is missing or too long.
    pub fn check(self) -> Result<Self, FieldErrors> {
        let Self::Reject { version, reason } = self else {
            return Ok(self);
        };
        let reason = check_reason(Some(&reason)).map_err(FieldErrors::one)?;
        let missing = || FieldErrors::one(FieldError::new("reason", FieldCode::Required));
        let reason = reason.ok_or_else(missing)?;
        Ok(Self::Reject { version, reason })
    }
}

impl ReviewQuery {
    /// The same, cleaned: what is empty asks for nothing.
    ///
    /// # Errors
    /// `search` is too long.
    pub fn check(self) -> Result<Self, FieldErrors> {
        let search = clean_line(&self.search.unwrap_or_default());
        if search.chars().count() > SEARCH_MAX {
            let fault = FieldError::with_limit("search", FieldCode::TooLong, SEARCH_MAX);
            return Err(FieldErrors::one(fault));
        }
        Ok(Self {
            search: Some(search).filter(|search| !search.is_empty()),
            ..self
        })
    }
}
