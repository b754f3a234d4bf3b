//! What handlers take out of a request: the caller, ids, parameters, bodies, versions.

mod path;
mod picture;
mod query;
mod version;

pub use path::{
    ApplicationPath, BlockedPath, CategoryPath, CoursePath, HandlePath, KeyPath, SessionPath,
    UploadPath, UserPath,
};
pub use picture::{PictureFile, is_form, picture_body_max, too_large};
pub use query::QueryReader;
pub use version::{IfMatch, IfNoneMatch};

use super::error::ApiError;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    response::IntoResponse,
};
use contract::{ErrorCode, FieldCode, FieldError, FieldErrors};
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde_json::{Map, Value};
use service::{Actor, Ctx, error::AuthFault};

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
        let bytes = bytes(request, state).await?;
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

/// The body, within the limit of the route.
pub async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            let status = rejection.into_response().status();
            ApiError::of_status(if status.is_client_error() {
                status
            } else {
                StatusCode::BAD_REQUEST
            })
        })
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

#[cfg(test)]
mod tests {
    use super::*;

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
