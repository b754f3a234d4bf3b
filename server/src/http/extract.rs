//! What handlers take out of a request: the caller, ids, bodies, versions.

use super::{
    envelope::{PROFILE_CACHING, etag},
    error::ApiError,
};
use axum::{
    extract::{FromRequest, FromRequestParts, Path, Request},
    response::{IntoResponse, Response},
};
use contract::{ErrorCode, FieldCode, FieldError, FieldErrors, UserId, profile::ProfileView};
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde_json::{Map, Value};
use service::{Actor, Ctx, Services, error::AuthFault};

/// Who is calling, when, under which id; made by the middleware.
#[derive(Debug)]
pub struct Caller(pub Ctx);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Ctx>()
            .cloned()
            .map(Self)
            .ok_or_else(|| {
                ApiError::internal("a route of the API lies outside of the auth middleware")
            })
    }
}

/// The `{id}` of a path; `me` is the caller's own.
#[derive(Debug)]
pub struct UserPath(pub UserId);

impl<S: Send + Sync> FromRequestParts<S> for UserPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Caller(ctx) = Caller::from_request_parts(parts, state).await?;
        let bad = || {
            ApiError::invalid(FieldErrors::one(FieldError::new(
                "id",
                FieldCode::InvalidId,
            )))
        };
        let Path(id) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| bad())?;
        if id == "me" {
            return Ok(Self(ctx.person()?.id));
        }
        known(&parts.extensions)?;
        id.parse().map(Self).map_err(|_| bad())
    }
}

/// Somebody unknown learns nothing of the rules of ids, bodies and headers.
fn known(extensions: &http::Extensions) -> Result<(), ApiError> {
    match extensions.get::<Ctx>().map(|ctx| &ctx.actor) {
        Some(Actor::Anonymous) | None => Err(AuthFault::HeaderMissing.into()),
        Some(_) => Ok(()),
    }
}

/// A body that is a JSON object.
#[derive(Debug)]
pub struct JsonObject(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for JsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        known(request.extensions())?;
        if !is_json(request.headers()) {
            return Err(ApiError::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                let status = rejection.into_response().status();
                ApiError::of_status(if status.is_client_error() {
                    status
                } else {
                    StatusCode::BAD_REQUEST
                })
            })?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(ApiError::invalid(FieldErrors::one(FieldError::new(
                "body",
                FieldCode::InvalidType,
            )))),
            Err(error) => Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                ErrorCode::MalformedJson,
                format!(
                    "The body is not JSON: line {} column {}",
                    error.line(),
                    error.column()
                ),
            )),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    ["application/json", "application/merge-patch+json"]
        .iter()
        .any(|t| essence.eq_ignore_ascii_case(t))
}

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
    /// The one version to save over, if any. Of several, the one that stands now; the save itself
    /// checks it again.
    pub async fn resolve(self, services: &Services, ctx: &Ctx) -> Result<Option<i64>, ApiError> {
        match self {
            Self::Any => Ok(None),
            Self::Versions(versions) => match versions.as_slice() {
                [one] => Ok(Some(*one)),
                many => {
                    let current = services.profile.me(ctx).await?.version;
                    Ok(Some(if many.contains(&current) { current } else { 0 }))
                }
            },
        }
    }
}

/// 304 where the caller has this version already (`If-None-Match`).
pub fn not_modified(headers: &HeaderMap, view: &ProfileView) -> Option<Response> {
    let known = headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
    let tag = etag(view.version);
    let same = known.trim() == "*"
        || known
            .split(',')
            .any(|t| t.trim().trim_start_matches("W/") == tag);
    // RFC 9110, section 15.4.5: what the 200 would have said of caching.
    let caching = (header::CACHE_CONTROL, PROFILE_CACHING.to_owned());
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

    #[test]
    fn json_is_taken_with_parameters_and_as_merge_patch() {
        let typed = |t: &'static str| {
            is_json(&HeaderMap::from_iter([(
                header::CONTENT_TYPE,
                http::HeaderValue::from_static(t),
            )]))
        };
        assert!(typed("application/json; charset=utf-8") && typed("Application/Merge-Patch+JSON"));
        assert!(!typed("text/plain") && !typed("application/jsonp") && !is_json(&HeaderMap::new()));
    }
}
