//! What a browser has already is not sent again.

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{
    HeaderMap, Method, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};

pub(super) async fn answer_shortly(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let mut response = next.run(request).await;
    let Some(known) = known.filter(|_| reads && response.status() == StatusCode::OK) else {
        return response;
    };
    if has_tag(response.headers(), known.to_str().unwrap_or_default()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().remove(CONTENT_TYPE);
    }
    response
}

fn has_tag(headers: &HeaderMap, known: &str) -> bool {
    let tag = headers.get(ETAG).and_then(|tag| tag.to_str().ok());
    let known = known
        .split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"));
    tag.is_some_and(|tag| known.into_iter().any(|known| known == tag || known == "*"))
}
