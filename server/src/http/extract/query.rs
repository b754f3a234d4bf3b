//! The parameters behind the `?`.

use super::known;
use crate::{
    config::PagingSection,
    http::{
        AppState,
        error::{ApiError, ApiResult},
    },
};
use axum::extract::FromRequestParts;
use contract::{FieldCode, FieldError, FieldErrors, paging::PageRequest};
use http::request::Parts;
use service::paging::Start;
use std::{ops::RangeInclusive, str::FromStr};

/// Takes parameters out of an address and remembers what was wrong with them, so that one answer
/// lists every one. Parameters that nobody takes are left alone.
#[derive(Debug)]
pub struct QueryReader {
    pairs: Vec<(String, String)>,
    paging: PagingSection,
    errors: FieldErrors,
}

impl FromRequestParts<AppState> for QueryReader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        known(&parts.extensions)?;
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self::new(query, state.config.paging))
    }
}

impl QueryReader {
    fn new(query: &str, paging: PagingSection) -> Self {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Self {
            pairs: pairs.into_owned().collect(),
            paging,
            errors: FieldErrors::default(),
        }
    }

    /// `page` and `limit`.
    pub fn page(&mut self) -> PageRequest {
        let paging = self.paging;
        PageRequest {
            page: self.number("page", 1..=u32::MAX).unwrap_or(1),
            limit: self.limit(paging.default, paging.max),
        }
    }

    /// `limit` alone, up to `max`.
    pub fn limit(&mut self, default: u32, max: u32) -> u32 {
        self.number("limit", 1..=max).unwrap_or(default)
    }

    /// `cursor` or `page`, and `limit`. Where a list begins is said once: beside a cursor, `page` is too
    /// much.
    pub fn start(&mut self) -> (Start, u32) {
        let Some(cursor) = self.text("cursor") else {
            let PageRequest { page, limit } = self.page();
            return (Start::Page(page), limit);
        };
        if self.pairs.iter().any(|(key, _)| key == "page") {
            self.note(FieldError {
                message: "Must be left out beside a cursor".into(),
                ..FieldError::new("page", FieldCode::Duplicate)
            });
        }
        let limit = self.limit(self.paging.default, self.paging.max);
        (Start::Cursor(cursor), limit)
    }

    /// What was made of parameters, and what is wrong with them.
    pub fn checked<T>(&mut self, made: Result<T, FieldErrors>) -> Option<T> {
        match made {
            Ok(made) => Some(made),
            Err(errors) => {
                errors.0.into_iter().for_each(|error| self.note(error));
                None
            }
        }
    }

    /// A word of a closed set.
    pub fn choice<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let word = self.text(name)?;
        let read = word.parse().ok();
        if read.is_none() {
            self.note(FieldError::new(name, FieldCode::InvalidChoice));
        }
        read
    }

    /// A parameter as it stands; one that stands twice says nothing.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let mut values = self.pairs.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.clone());
        if values.next().is_some() {
            self.note(FieldError::new(name, FieldCode::Duplicate));
            return None;
        }
        value
    }

    /// All parameters are taken.
    ///
    /// # Errors
    /// Everything that was wrong with them.
    pub fn finish(self) -> ApiResult<()> {
        self.errors.into_result(()).map_err(ApiError::invalid)
    }

    fn number(&mut self, name: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let text = self.text(name)?;
        let digits = text.strip_prefix('-').unwrap_or(&text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            self.note(FieldError::new(name, FieldCode::InvalidType));
            return None;
        }
        let number = text.parse().ok().filter(|n| range.contains(n));
        if number.is_none() {
            let (min, max) = (range.start(), range.end());
            self.note(FieldError {
                message: format!("Must be a number from {min} to {max}"),
                ..FieldError::new(name, FieldCode::OutOfRange)
            });
        }
        number
    }

    fn note(&mut self, error: FieldError) {
        self.errors.push(error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(query: &str) -> QueryReader {
        let paging = PagingSection {
            default: 20,
            max: 100,
        };
        QueryReader::new(query, paging)
    }

    fn faults(reader: QueryReader) -> Vec<(String, FieldCode)> {
        let errors = reader.errors.0.into_iter();
        errors.map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn a_page_is_the_first_of_the_usual_size_unless_it_is_asked_for_otherwise() {
        for (query, page, limit) in [
            ("", 1, 20),
            ("page=3", 3, 20),
            ("limit=100&page=4294967295", u32::MAX, 100),
            ("other=x&limit=%31", 1, 1),
        ] {
            let mut reader = reader(query);
            assert_eq!(reader.page(), PageRequest { page, limit }, "{query}");
            assert!(reader.finish().is_ok());
        }
    }

    #[test]
    fn every_bad_parameter_is_told() {
        for (query, page, limit) in [
            (
                "page=0&limit=0",
                FieldCode::OutOfRange,
                FieldCode::OutOfRange,
            ),
            (
                "page=-1&limit=101",
                FieldCode::OutOfRange,
                FieldCode::OutOfRange,
            ),
            (
                "page=4294967296&limit=",
                FieldCode::OutOfRange,
                FieldCode::InvalidType,
            ),
            (
                "page=one&limit=1.5",
                FieldCode::InvalidType,
                FieldCode::InvalidType,
            ),
            (
                "page=1&page=2&limit=%2B1",
                FieldCode::Duplicate,
                FieldCode::InvalidType,
            ),
        ] {
            let mut reader = reader(query);
            reader.page();
            let expected = [("page".to_owned(), page), ("limit".to_owned(), limit)];
            assert_eq!(faults(reader), expected, "{query}");
        }
    }

    #[test]
    fn where_a_list_begins_is_said_once() {
        let read = |query| {
            let mut reader = reader(query);
            let start = reader.start();
            (start, faults(reader))
        };
        let cursor = Start::Cursor("x".into());
        let too_much = ("page".to_owned(), FieldCode::Duplicate);
        assert_eq!(read("page=3&limit=7"), ((Start::Page(3), 7), vec![]));
        assert_eq!(read("cursor=x&limit=7"), ((cursor.clone(), 7), vec![]));
        assert_eq!(read("page=0&cursor=x"), ((cursor, 20), vec![too_much]));
    }

    #[test]
    fn a_word_outside_its_set_is_told() {
        let mut reader = reader("kind=true&other=maybe");
        assert_eq!(reader.choice("kind"), Some(true));
        assert_eq!(reader.choice::<bool>("none"), None);
        assert_eq!(reader.choice::<bool>("other"), None);
        assert_eq!(faults(reader), [("other".into(), FieldCode::InvalidChoice)]);
    }
}
