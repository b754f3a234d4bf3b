//! `GET /enrollments/courses?q=…`: what the search box asks while somebody types.

use crate::{
    AppState,
    error::script_status,
    islands::course_search::{LIMIT, Offer, TOTAL_HEADER},
};
use axum::{
    Extension, Json,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use contract::{enrollment::CourseOffer, paging::PageRequest};
use http::header;
use serde_json::json;
use service::Ctx;

/// The first courses whose titles hold the words, and in a header how many there are.
pub(crate) async fn search(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    let words = asked.iter().find(|(name, _)| name == "q");
    let words = words.map_or("", |(_, words)| words);
    let course = &state.services.course;
    let found = course.search(&ctx, words, PageRequest::first(LIMIT)).await;
    let answer = match found {
        Ok(found) => {
            let total = [(TOTAL_HEADER, found.total.to_string())];
            let offers: Vec<_> = found.entries.into_iter().map(offer).collect();
            (total, Json(offers)).into_response()
        }
        Err(error) => {
            let status = script_status(&error);
            (status, Json(json!({ "status": status.as_u16() }))).into_response()
        }
    };
    ([(header::CACHE_CONTROL, "private, no-store")], answer).into_response()
}

fn offer(offer: CourseOffer) -> Offer {
    Offer {
        course_id: offer.course_id.to_string(),
        title: offer.title,
        status: offer
            .enrollment_status
            .map(|status| status.as_str().to_owned()),
    }
}
