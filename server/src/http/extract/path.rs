//! The ids in the address.

use super::{Caller, known};
use crate::http::error::ApiError;
use axum::extract::{FromRequestParts, Path, path::ErrorKind, rejection::PathRejection};
use contract::{
    ApplicationId, CourseId, FieldCode, FieldError, FieldErrors, SessionId, UploadId, UserId,
    directory::Handle,
    preference::{PreferenceCategory, check_key},
};
use http::request::Parts;

/// The `{id}` of a path; `me` is the caller's own.
#[derive(Debug)]
pub struct UserPath(pub UserId);

impl<S: Send + Sync> FromRequestParts<S> for UserPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Caller(ctx) = Caller::from_request_parts(parts, state).await?;
        let id = segment(parts, state, "id").await?;
        if id == "me" {
            return Ok(Self(ctx.person()?.id));
        }
        known(&parts.extensions)?;
        id.parse().map(Self).map_err(|_| bad("id"))
    }
}

/// The `{courseId}` of a path.
#[derive(Debug)]
pub struct CoursePath(pub CourseId);

impl<S: Send + Sync> FromRequestParts<S> for CoursePath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |id: String| id.parse().map_err(|_| FieldCode::InvalidId);
        named(parts, state, "courseId", read).await.map(Self)
    }
}

/// The `{sessionId}` of a path.
#[derive(Debug)]
pub struct SessionPath(pub SessionId);

impl<S: Send + Sync> FromRequestParts<S> for SessionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |id: String| id.parse().map_err(|_| FieldCode::InvalidId);
        named(parts, state, "sessionId", read).await.map(Self)
    }
}

/// The `{uploadId}` of a path.
#[derive(Debug)]
pub struct UploadPath(pub UploadId);

impl<S: Send + Sync> FromRequestParts<S> for UploadPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |id: String| id.parse().map_err(|_| FieldCode::InvalidId);
        named(parts, state, "uploadId", read).await.map(Self)
    }
}

/// The `{userId}` of a path: whom a block shuts out.
#[derive(Debug)]
pub struct BlockedPath(pub UserId);

impl<S: Send + Sync> FromRequestParts<S> for BlockedPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |id: String| id.parse().map_err(|_| FieldCode::InvalidId);
        named(parts, state, "userId", read).await.map(Self)
    }
}

/// The `{applicationId}` of a path.
#[derive(Debug)]
pub struct ApplicationPath(pub ApplicationId);

impl<S: Send + Sync> FromRequestParts<S> for ApplicationPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |id: String| id.parse().map_err(|_| FieldCode::InvalidId);
        named(parts, state, "applicationId", read).await.map(Self)
    }
}

/// The `{idOrUsername}` of a path, from anybody. Whatever stands there names somebody or nobody.
#[derive(Debug)]
pub struct HandlePath(pub Handle);

impl<S: Send + Sync> FromRequestParts<S> for HandlePath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let text = match segment(parts, state, "idOrUsername").await {
            // Octets that are no text are no name.
            Err(error) if error.status.is_client_error() => char::REPLACEMENT_CHARACTER.into(),
            text => text?,
        };
        let Ok(handle) = text.parse();
        Ok(Self(handle))
    }
}

/// The `{category}` of a path.
#[derive(Debug)]
pub struct CategoryPath(pub PreferenceCategory);

impl<S: Send + Sync> FromRequestParts<S> for CategoryPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |word: String| word.parse().map_err(|_| FieldCode::InvalidChoice);
        named(parts, state, "category", read).await.map(Self)
    }
}

/// The `{key}` of a path: the key of a preference.
#[derive(Debug)]
pub struct KeyPath(pub String);

impl<S: Send + Sync> FromRequestParts<S> for KeyPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let read = |key: String| check_key(&key).map(|()| key);
        named(parts, state, "key", read).await.map(Self)
    }
}

/// What stands in the path under this name, read.
async fn named<T, S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
    name: &'static str,
    read: impl FnOnce(String) -> Result<T, FieldCode>,
) -> Result<T, ApiError> {
    known(&parts.extensions)?;
    let text = segment(parts, state, name).await?;
    read(text).map_err(|code| wrong(name, code))
}

/// What stands in the path under this name.
async fn segment<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
    name: &'static str,
) -> Result<String, ApiError> {
    let Path(params) = Path::<Vec<(String, String)>>::from_request_parts(parts, state)
        .await
        .map_err(|rejection| unreadable(&rejection))?;
    params
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
        .ok_or_else(|| ApiError::internal("a route's path lacks the id that its handler takes"))
}

/// The octets of one of the path's parts, perhaps another than was asked for, are no text.
fn unreadable(rejection: &PathRejection) -> ApiError {
    let PathRejection::FailedToDeserializePathParams(failure) = rejection else {
        return ApiError::internal("a route's path has no parts with names");
    };
    match failure.kind() {
        ErrorKind::InvalidUtf8InPathParam { key } => bad(key),
        _ => ApiError::internal("a route's path cannot be taken apart"),
    }
}

fn bad(name: &str) -> ApiError {
    wrong(name, FieldCode::InvalidId)
}

fn wrong(name: &str, code: FieldCode) -> ApiError {
    ApiError::invalid(FieldErrors::one(FieldError::new(name, code)))
}
