//! The versions that a caller knows or saves over.

use super::known;
use crate::http::{
    envelope::{CACHING, etag},
    error::ApiError,
};
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use contract::{FieldCode, FieldError, FieldErrors};
use http::{HeaderValue, StatusCode, header, request::Parts};
use service::SaveOver;
use std::convert::Infallible;

/// The versions that `If-Match` allows to save over. A tag that no row of ours can have counts as 0,
/// which no row has.
#[derive(Debug)]
pub struct IfMatch(pub SaveOver);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let bad = || {
            ApiError::invalid(FieldErrors::one(FieldError::new(
                "If-Match",
                FieldCode::InvalidFormat,
            )))
        };
        let mut versions = Vec::new();
        for value in parts.headers.get_all(header::IF_MATCH) {
            known(&parts.extensions)?;
            let text = value.to_str().map_err(|_| bad())?.trim();
            if text == "*" {
                return Ok(Self(SaveOver::Any));
            }
            for tag in tags(text) {
                versions.push(version(tag).ok_or_else(bad)?);
            }
        }
        Ok(Self(if versions.is_empty() {
            SaveOver::Any
        } else {
            SaveOver::OneOf(versions)
        }))
    }
}

/// The tags of a list. A comma may stand in one too (RFC 9110, section 8.8.3).
fn tags(list: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let ends = move |char| {
        is_quoted ^= char == '"';
        char == ',' && !is_quoted
    };
    list.split(ends).map(str::trim)
}

/// The version of a tag. A weak tag never matches (RFC 9110, section 13.1.1), nor does one that is
/// spelled otherwise than ours.
fn version(tag: &str) -> Option<i64> {
    let opaque = tag.strip_prefix("W/").unwrap_or(tag);
    let opaque = opaque.strip_prefix('"')?.strip_suffix('"')?;
    if opaque.contains('"') {
        return None;
    }
    let ours = opaque.parse().ok().filter(|version| etag(*version) == tag);
    Some(ours.unwrap_or(0))
}

/// The tags of what a caller has already.
#[derive(Debug)]
pub struct IfNoneMatch(Vec<HeaderValue>);

impl<S: Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let values = parts.headers.get_all(header::IF_NONE_MATCH);
        Ok(Self(values.iter().cloned().collect()))
    }
}

impl IfNoneMatch {
    /// 304 where the caller has this version of a row.
    pub fn not_modified(&self, version: i64) -> Option<Response> {
        if self.0.is_empty() {
            return None;
        }
        self.unchanged(&etag(version))
    }

    /// 304 where the caller has what bears this tag.
    pub fn unchanged(&self, tag: &str) -> Option<Response> {
        let known = self.0.iter().filter_map(|list| list.to_str().ok());
        let mut known = known.flat_map(tags);
        let same = known.any(|known| known == "*" || known.trim_start_matches("W/") == tag);
        // RFC 9110, section 15.4.5: what the 200 would have said of caching.
        let caching = [(header::CACHE_CONTROL, CACHING)];
        let tag = [(header::ETAG, tag)];
        same.then(|| (StatusCode::NOT_MODIFIED, tag, caching).into_response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_or_foreign_tag_matches_no_row_and_a_bare_word_is_refused() {
        assert_eq!(version("\"7\""), Some(7));
        assert_eq!(version("W/\"7\""), Some(0));
        assert_eq!(version("\"abc\""), Some(0));
        assert_eq!(version("\"+7\""), Some(0));
        assert_eq!(version("\"07\""), Some(0));
        assert_eq!(version("\""), None);
        assert_eq!(version("7"), None);
        assert_eq!(version("\"7\"8\""), None);
    }

    #[test]
    fn a_comma_within_a_tag_ends_nothing() {
        let list = r#""7" , W/"a,b","","," "#;
        let read: Vec<_> = tags(list).collect();
        assert_eq!(read, [r#""7""#, r#"W/"a,b""#, r#""""#, r#"",""#]);
    }

    #[test]
    fn what_a_caller_has_may_stand_in_any_of_several_lists() {
        let lists = [r#""a,b", "c""#, r#"W/"d""#].map(HeaderValue::from_static);
        let known = IfNoneMatch(lists.to_vec());
        for tag in [r#""a,b""#, r#""c""#, r#""d""#] {
            assert!(known.unchanged(tag).is_some(), "{tag}");
        }
        for tag in [r#""a""#, r#""b""#, r#""7""#] {
            assert!(known.unchanged(tag).is_none(), "{tag}");
        }
        assert!(known.not_modified(7).is_none());
    }
}
