//! The versions that a caller knows or saves over.

use super::known;
use crate::http::{
    envelope::{CACHING, etag},
    error::{ApiError, ApiResult},
};
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use contract::{FieldCode, FieldError, FieldErrors};
use http::{HeaderMap, StatusCode, header, request::Parts};

/// The versions that `If-Match` allows.
#[derive(Debug)]
pub enum IfMatch {
    /// No header, or `*`.
    Any,
    /// One of these; a tag that no row of ours can have counts as 0, which no row has.
    Versions(Vec<i64>),
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self::Any);
        };
        let bad = || {
            ApiError::invalid(FieldErrors::one(FieldError::new(
                "If-Match",
                FieldCode::InvalidFormat,
            )))
        };
        known(&parts.extensions)?;
        let text = value.to_str().map_err(|_| bad())?.trim();
        if text == "*" {
            return Ok(Self::Any);
        }
        let tags: Option<Vec<i64>> = text.split(',').map(|tag| version(tag.trim())).collect();
        tags.map(Self::Versions).ok_or_else(bad)
    }
}

/// The version of a tag. A weak tag never matches (RFC 9110, section 13.1.1).
fn version(tag: &str) -> Option<i64> {
    let weak = tag.starts_with("W/");
    let opaque = tag
        .strip_prefix("W/")
        .unwrap_or(tag)
        .strip_prefix('"')?
        .strip_suffix('"')?;
    Some(if weak { 0 } else { opaque.parse().unwrap_or(0) })
}

impl IfMatch {
    /// The one version to save over, if any. Of several, the one that stands now, which is asked
    /// for only then; the save itself checks it again.
    pub async fn resolve(
        self,
        current: impl AsyncFnOnce() -> ApiResult<i64>,
    ) -> ApiResult<Option<i64>> {
        match self {
            Self::Any => Ok(None),
            Self::Versions(versions) => match versions.as_slice() {
                [one] => Ok(Some(*one)),
                many => {
                    let current = current().await?;
                    Ok(Some(if many.contains(&current) { current } else { 0 }))
                }
            },
        }
    }
}

/// 304 where the caller has this version already (`If-None-Match`).
pub fn not_modified(headers: &HeaderMap, version: i64) -> Option<Response> {
    let known = headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
    let tag = etag(version);
    let same = known.trim() == "*"
        || known
            .split(',')
            .any(|t| t.trim().trim_start_matches("W/") == tag);
    // RFC 9110, section 15.4.5: what the 200 would have said of caching.
    let caching = (header::CACHE_CONTROL, CACHING.to_owned());
    same.then(|| (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), caching]).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_or_foreign_tag_matches_no_row_and_a_bare_word_is_refused() {
        assert_eq!(version("\"7\""), Some(7));
        assert_eq!(version("W/\"7\""), Some(0));
        assert_eq!(version("\"abc\""), Some(0));
        assert_eq!(version("7"), None);
    }
}
