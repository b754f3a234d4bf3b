//! Answers to a search box that asks while somebody types.

use crate::{error::script_status, islands::search_box::Answer};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::header;
use serde_json::json;
use service::Error;

/// How many are offered while somebody types; the page with the results has more.
pub(super) const LIMIT: u32 = 8;
/// The header that says how many there are.
const TOTAL_HEADER: &str = "x-total-count";

/// The answer, with how many there are; or a status that the box understands.
pub(super) fn respond(found: Result<(i64, Answer), Error>) -> Response {
    let answer = match found {
        Ok((total, answer)) => ([(TOTAL_HEADER, total.to_string())], Json(answer)).into_response(),
        Err(error) => {
            let status = script_status(&error);
            (status, Json(json!({ "status": status.as_u16() }))).into_response()
        }
    };
    ([(header::CACHE_CONTROL, "private, no-store")], answer).into_response()
}
