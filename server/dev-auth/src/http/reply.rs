//! Answers that several handlers give.

use axum::Json;
use axum::http::header::{LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;
use serde_json::json;

use crate::Error;
use crate::language::Language;
use crate::pages;

/// A fault of ours while a person looks at a page.
#[derive(Debug)]
pub(super) struct Failure(Error);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        tracing::error!(error = %self.0, "a request failed");
        let status = status_of(&self.0);
        let page = page(status, pages::failure(Language::English));
        ([(RETRY_AFTER, HeaderValue::from_static("5"))], page).into_response()
    }
}

/// A fault of ours while a program talks to us.
pub(super) struct JsonFailure(Error);

impl<E: Into<Error>> From<E> for JsonFailure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for JsonFailure {
    fn into_response(self) -> Response {
        tracing::error!(error = %self.0, "a request failed");
        let status = status_of(&self.0);
        let code = if status == StatusCode::SERVICE_UNAVAILABLE {
            "temporarily_unavailable"
        } else {
            "server_error"
        };
        (status, Json(json!({ "error": code }))).into_response()
    }
}

fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Database(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

pub(super) fn page(status: StatusCode, markup: Markup) -> Response {
    (status, Html(markup.into_string())).into_response()
}

/// 303: the browser goes on with GET.
pub(super) fn go(url: &str) -> Response {
    // Every address comes from `Url` or is a constant of ours, so it is ASCII.
    HeaderValue::try_from(url).map_or_else(
        |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |location| (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
    )
}

/// The same answer with a cookie on it.
pub(super) fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(SET_COOKIE, cookie);
    response
}

pub(super) fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
