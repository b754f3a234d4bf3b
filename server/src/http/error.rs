//! From domain errors to status codes and bodies. This and `app/src/error.rs` are the only places
//! that know both.

use axum::response::{IntoResponse, Response};
use contract::{ErrorCode, FieldError, FieldErrors};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;
use service::{
    Error,
    error::{AuthFault, Denial},
};

/// Seconds after which a caller may try again when a part of ours is away.
const RETRY_AFTER_S: u64 = 5;

/// A failure on its way out. The body is written by the envelope middleware, which knows the
/// request's id.
#[derive(Clone, Debug)]
pub struct ApiError {
    pub(super) status: StatusCode,
    pub(super) code: ErrorCode,
    pub(super) message: String,
    pub(super) fields: Vec<FieldError>,
    pub(super) current: Option<Box<Value>>,
    pub(super) retry_after: Option<u64>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ApiError {
    /// A failure that is none of the domain.
    pub fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            fields: Vec::new(),
            current: None,
            retry_after: None,
            headers: Vec::new(),
        }
    }

    /// A request whose fields, parameters or headers are wrong.
    pub fn invalid(fields: FieldErrors) -> Self {
        Self {
            fields: fields.0,
            ..Self::new(
                StatusCode::BAD_REQUEST,
                ErrorCode::ValidationFailed,
                "Validation failed",
            )
        }
    }

    /// A fault of ours; the cause is for the log.
    pub fn internal(cause: &str) -> Self {
        tracing::error!(cause, "request failed inside");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::Internal,
            "Internal server error",
        )
    }

    /// A budget is spent; in so many seconds there is more. The sentence is the specification's.
    pub fn rate_limited(retry_after_s: u64) -> Self {
        Self {
            retry_after: Some(retry_after_s),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                ErrorCode::RateLimited,
                "Rate limit exceeded",
            )
        }
        .with_header(header::RETRY_AFTER, retry_after_s.into())
    }

    /// The failure that a bare status means, as routers and layers answer.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, message) = match status {
            StatusCode::NOT_FOUND => (ErrorCode::NotFound, "Not found"),
            StatusCode::METHOD_NOT_ALLOWED => (ErrorCode::MethodNotAllowed, "Method not allowed"),
            StatusCode::NOT_ACCEPTABLE => {
                (ErrorCode::NotAcceptable, "We answer in application/json")
            }
            StatusCode::PAYLOAD_TOO_LARGE => (ErrorCode::PayloadTooLarge, "The body is too large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                (ErrorCode::UnsupportedMediaType, "Send application/json")
            }
            StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::GATEWAY_TIMEOUT => {
                (ErrorCode::Unavailable, "Service temporarily unavailable")
            }
            status if status.is_client_error() => {
                (ErrorCode::ValidationFailed, "The request cannot be read")
            }
            _ => (ErrorCode::Internal, "Internal server error"),
        };
        Self::new(status, code, message)
    }

    /// The same, with the field that it is about.
    pub fn about(mut self, field: FieldError) -> Self {
        self.fields.push(field);
        self
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(fields) => Self::invalid(fields),
            Error::NotFound => Self::of_status(StatusCode::NOT_FOUND),
            Error::UserNotFound => Self::new(
                StatusCode::NOT_FOUND,
                ErrorCode::UserNotFound,
                "User not found",
            ),
            Error::FeatureDisabled => Self::new(
                StatusCode::NOT_FOUND,
                ErrorCode::FeatureDisabled,
                "This feature is switched off here",
            ),
            Error::Conflict(conflict) => Self {
                fields: conflict.field.into_iter().collect(),
                ..Self::new(StatusCode::CONFLICT, conflict.code, conflict.message)
            },
            Error::Stale(current) => match serde_json::to_value(current) {
                Ok(current) => Self {
                    current: Some(Box::new(current)),
                    ..Self::new(
                        StatusCode::PRECONDITION_FAILED,
                        ErrorCode::StaleVersion,
                        "Somebody changed this meanwhile; the current version is in this answer",
                    )
                },
                Err(error) => Self::internal(&error.to_string()),
            },
            Error::Unauthenticated(fault) => fault.into(),
            Error::Forbidden(denial) => {
                let code = match denial {
                    Denial::Suspended => ErrorCode::AccountSuspended,
                    Denial::Inactive => ErrorCode::AccountInactive,
                    Denial::Staff => ErrorCode::CannotBlockStaff,
                    Denial::AdminOnly | Denial::NotOwner | Denial::ScopeMissing => {
                        ErrorCode::Forbidden
                    }
                };
                Self::new(StatusCode::FORBIDDEN, code, denial.to_string())
            }
            Error::Unavailable(_) => Self {
                retry_after: Some(RETRY_AFTER_S),
                ..Self::of_status(StatusCode::SERVICE_UNAVAILABLE)
            }
            .with_header(header::RETRY_AFTER, RETRY_AFTER_S.into()),
            Error::Internal(cause) => Self::internal(&cause),
        }
    }
}

impl From<AuthFault> for ApiError {
    fn from(fault: AuthFault) -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            ErrorCode::Unauthenticated,
            fault.to_string(),
        )
        .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }
}

impl IntoResponse for ApiError {
    fn into_response(mut self) -> Response {
        let mut response = self.status.into_response();
        for (name, value) in std::mem::take(&mut self.headers) {
            response.headers_mut().insert(name, value);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The result of a handler of the REST API.
pub type ApiResult<T> = Result<T, ApiError>;
