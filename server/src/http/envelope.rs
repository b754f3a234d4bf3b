//! The frame around every answer of the REST API.

use super::{
    error::{ApiError, ApiResult},
    middleware::request_id::RequestId,
};
use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    envelope::{Failure, Success},
    paging::{Page, PageRequest},
    profile::ProfileView,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use service::{Clock, Ctx, Written};

/// Room for the headers of an answer, those of every layer included.
const HEADERS: usize = 24;
/// Room for the frame of an answer, or for all of a small one: bytes.
const FRAME: usize = 512;

/// A success with its version as `ETag`, where it has one.
#[derive(Debug)]
pub struct Answer<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: Success<T>,
    /// How many bytes the body may take: one that outgrows it is moved.
    room: usize,
}

impl<T> Answer<T> {
    /// 200 with this data.
    pub fn ok(ctx: &Ctx, data: T) -> Self {
        let body = Success {
            success: true,
            data,
            message: None,
            pagination: None,
            timestamp: ctx.now,
        };
        let mut headers = HeaderMap::with_capacity(HEADERS);
        headers.insert(header::CONTENT_TYPE, JSON);
        headers.insert(header::CACHE_CONTROL, CACHING);
        Self {
            status: StatusCode::OK,
            headers,
            body,
            room: FRAME,
        }
    }

    /// 200 with the entries of one page of a list that has so many in all.
    pub fn listed(ctx: &Ctx, request: PageRequest, entries: T, total: i64) -> Self {
        let mut answer = Self::ok(ctx, entries);
        answer.body.pagination = Some(request.pagination(total));
        answer
    }

    /// The same with the row's version as `ETag`.
    pub fn versioned(self, version: i64) -> Self {
        self.tagged(etag(version))
    }

    /// The same with this `ETag`.
    pub fn tagged(self, tag: String) -> Self {
        self.header(header::ETAG, tag)
    }

    /// 201 with the address of what was made.
    pub fn created(mut self, location: impl Into<String>) -> Self {
        self.status = StatusCode::CREATED;
        self.header(header::LOCATION, location.into())
    }

    /// 202 with the address where the end of it is told.
    pub fn accepted(mut self, location: impl Into<String>) -> Self {
        self.status = StatusCode::ACCEPTED;
        self.header(header::LOCATION, location.into())
    }

    /// The same with what was done, for a person.
    pub fn message(mut self, message: &str) -> Self {
        self.body.message = Some(message.to_owned());
        self
    }

    /// The same page, with where the next begins.
    pub fn next_cursor(mut self, next: Option<String>) -> Self {
        if let Some(pagination) = &mut self.body.pagination {
            pagination.has_next = next.is_some();
            pagination.next_cursor = next;
        }
        self
    }

    fn header(mut self, name: header::HeaderName, value: String) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.insert(name, value);
        }
        self
    }
}

impl Answer<Written> {
    /// The same with room for what is written already.
    pub fn with_room(mut self) -> Self {
        self.room += self.body.data.text().len();
        self
    }
}

impl<T> Answer<Vec<T>> {
    /// One page of a list.
    pub fn page(ctx: &Ctx, request: PageRequest, page: Page<T>) -> Self {
        Self::listed(ctx, request, page.entries, page.total)
    }
}

impl Answer<ProfileView> {
    /// A person, with the row's version as `ETag`.
    pub fn profile(ctx: &Ctx, view: ProfileView) -> Self {
        let version = view.version;
        Self::ok(ctx, view).versioned(version)
    }
}

/// Whoever keeps an answer asks us each time whether it still is the same.
pub const CACHING: HeaderValue = HeaderValue::from_static("private, no-cache");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A row's version as an entity tag (RFC 9110, section 8.8.3).
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// An entity tag of what is shown, for what several rows and rules make: it moves with nothing else.
pub fn content_tag(data: &impl Serialize) -> ApiResult<String> {
    let json = serde_json::to_vec(data).map_err(|error| ApiError::internal(&error.to_string()))?;
    let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, &json));
    Ok(format!("\"{hash}\""))
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let mut body = Vec::with_capacity(self.room);
        match serde_json::to_writer(&mut body, &self.body) {
            Ok(()) => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = self.status;
                *response.headers_mut() = self.headers;
                response
            }
            Err(error) => ApiError::internal(&error.to_string()).into_response(),
        }
    }
}

/// Marks a failure whose body is written.
#[derive(Clone, Copy, Debug)]
pub struct Framed;

/// Writes the body of every failure, also of those that routers and layers made: nothing leaves
/// the API without its frame.
pub async fn frame(State(clock): State<Clock>, request: Request, next: Next) -> Response {
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .cloned()
        .unwrap_or_default();
    framed(next.run(request).await, &request_id.0, &clock)
}

/// The answer with its body written, if it is a failure without one.
pub fn framed(mut response: Response, request_id: &str, clock: &Clock) -> Response {
    let status = response.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    if !is_failure || response.extensions().get::<Framed>().is_some() {
        return response;
    }
    let error = response
        .extensions_mut()
        .remove::<ApiError>()
        .unwrap_or_else(|| ApiError::of_status(status));
    let body = Failure {
        success: false,
        error: error.message,
        code: error.code,
        fields: error.fields,
        current: error.current.map(|current| *current),
        retry_after: error.retry_after,
        request_id: request_id.to_owned(),
        timestamp: clock.now(),
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut framed = (parts.status, parts.headers, Json(body)).into_response();
    framed.extensions_mut().insert(Framed);
    framed
}
