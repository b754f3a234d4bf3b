//! `Idempotency-Key` on POST: the same key, caller, path and body get the first answer again.

use super::around::{Below, Next};
use crate::http::{
    AppState,
    envelope::{self, Framed},
    error::ApiError,
    extract::{is_form, picture_body_max, too_large},
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    response::{IntoResponse, Response},
};
use contract::{ErrorCode, FieldCode, FieldError, FieldErrors, limits::JSON_BODY_MAX};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use memchr::memmem;
use serde::{Deserialize, Serialize};
use service::{
    Ctx,
    idempotency::{Begin, Ticket},
};
use std::iter;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is not the first.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Headers that belong to the answer rather than to one delivery of it.
const KEPT: [HeaderName; 4] = [
    header::CONTENT_TYPE,
    header::LOCATION,
    header::ETAG,
    header::WWW_AUTHENTICATE,
];

/// An answer as it is kept. Bodies of the API are JSON text.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Gives a first answer again, or has the request done and keeps its answer.
pub async fn replay<S: Below>(state: &AppState, request: Request, next: Next<S>) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let mut keys = request.headers().get_all(&KEY).iter();
    let key = keys.next().cloned();
    // Of two keys nobody knows which is meant.
    let key = key.map(|key| (key, keys.next().is_some()));
    let ctx = request.extensions().get::<Ctx>().cloned();
    match (key, ctx) {
        (Some((_, true)), Some(_)) => unreadable().into_response(),
        (Some((key, false)), Some(ctx)) => Box::pin(once(state, &ctx, &key, request, next))
            .await
            .unwrap_or_else(ApiError::into_response),
        _ => next.run(request).await,
    }
}

fn unreadable() -> ApiError {
    ApiError::invalid(FieldErrors::one(FieldError::new(
        "Idempotency-Key",
        FieldCode::InvalidFormat,
    )))
}

async fn once<S: Below>(
    state: &AppState,
    ctx: &Ctx,
    key: &HeaderValue,
    request: Request,
    next: Next<S>,
) -> Result<Response, ApiError> {
    let idempotency = &state.services.idempotency;
    let key = key.to_str().map_err(|_| unreadable())?;
    let (mut parts, body) = request.into_parts();
    // Forms bring pictures; everything else is JSON.
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let is_form = content_type.is_some_and(is_form);
    let avatar = &state.services.avatar;
    let body = if is_form {
        parts.extensions.insert(avatar.make_room().await?);
        let body = to_bytes(body, picture_body_max(avatar.limits())).await;
        body.map_err(|_| too_large(avatar.limits()))?
    } else {
        let body = to_bytes(body, JSON_BODY_MAX).await;
        body.map_err(|_| ApiError::of_status(StatusCode::PAYLOAD_TOO_LARGE))?
    };
    let path = parts
        .extensions
        .get::<axum::extract::OriginalUri>()
        .map_or(parts.uri.path(), |uri| uri.path());
    let counts = compared(is_form, &body);
    match idempotency.begin(ctx, key, path, counts).await? {
        Begin::Again(answer) => again(answer),
        Begin::Running => Err(ApiError::new(
            StatusCode::CONFLICT,
            ErrorCode::InProgress,
            "The first request with this Idempotency-Key is still running",
        )),
        Begin::Mismatch => Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::IdempotencyMismatch,
            "This Idempotency-Key was used with another body",
        )),
        Begin::First(ticket) => {
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            Ok(keep(state, ctx, &ticket, response).await)
        }
    }
}

/// What of a body is compared with another's. Clients draw a new boundary for each form that they
/// send, also when they send the same again: it is what the form begins with, and does not count.
fn compared(is_form: bool, body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let first_line = body.split(|byte| *byte == b'\r').next();
    let boundary = first_line.filter(|line| is_form && line.starts_with(b"--"));
    let boundary = boundary.map(memmem::Finder::new);
    let mut rest = Some(body);
    iter::from_fn(move || {
        let left = rest?;
        let cut = boundary
            .as_ref()
            .and_then(|it| Some((it.find(left)?, it.needle().len())));
        let Some((at, length)) = cut else {
            rest = None;
            return Some([left, b""]);
        };
        rest = Some(&left[at + length..]);
        Some([&left[..at], b"--"])
    })
    .flatten()
}

/// Keeps the answer, unless it is a fault of ours: then the next try is the first again.
async fn keep(state: &AppState, ctx: &Ctx, ticket: &Ticket, response: Response) -> Response {
    let idempotency = &state.services.idempotency;
    let response = envelope::framed(response, &ctx.request_id, &state.services.clock);
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let done = match kept(&parts, &body) {
        Some(answer) => idempotency.finish(ticket, answer).await,
        None => idempotency.abandon(ticket).await,
    };
    if let Err(error) = done {
        tracing::warn!(%error, "the answer to an idempotent request could not be kept");
    }
    Response::from_parts(parts, Body::from(body))
}

fn kept(parts: &http::response::Parts, body: &Bytes) -> Option<serde_json::Value> {
    if parts.status.is_server_error() {
        return None;
    }
    let headers = KEPT.iter().filter_map(|name| {
        Some((
            name.to_string(),
            parts.headers.get(name)?.to_str().ok()?.to_owned(),
        ))
    });
    let answer = Kept {
        status: parts.status.as_u16(),
        headers: headers.collect(),
        body: String::from_utf8(body.to_vec()).ok()?,
    };
    serde_json::to_value(answer).ok()
}

fn again(answer: serde_json::Value) -> Result<Response, ApiError> {
    let fault = |_| ApiError::internal("a kept answer cannot be read");
    let kept: Kept = serde_json::from_value(answer).map_err(fault)?;
    let mut response = Response::builder()
        .status(kept.status)
        .header(REPLAYED, "true");
    for (name, value) in kept.headers {
        response = response.header(name, value);
    }
    let mut response = response
        .body(Body::from(kept.body))
        .map_err(|_| ApiError::internal("a kept answer is no answer"))?;
    response.extensions_mut().insert(Framed);
    Ok(response)
}
