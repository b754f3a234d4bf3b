//! One id a request: the caller's, where it may stand in a log line, else our own.

use axum::extract::Request;
use contract::limits::REQUEST_ID_MAX;
use http::{HeaderMap, HeaderName, HeaderValue};
use service::Clock;
use std::sync::Arc;

/// In requests and answers.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of this request.
#[derive(Clone, Debug, Default)]
pub struct RequestId(pub Arc<str>);

/// Takes or makes the id.
pub fn set(clock: &Clock, request: &mut Request) -> RequestId {
    let given = request
        .headers()
        .get(&HEADER)
        .and_then(|v| v.to_str().ok())
        .filter(|id| is_good(id));
    let id: Arc<str> = given.map_or_else(|| clock.new_id().to_string().into(), Arc::from);
    let id = RequestId(id);
    request.extensions_mut().insert(id.clone());
    id
}

impl RequestId {
    /// Puts the id on the answer.
    pub fn tell(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            headers.insert(HEADER, value);
        }
    }
}

/// 1 to 128 visible ASCII characters.
fn is_good(id: &str) -> bool {
    (1..=REQUEST_ID_MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::is_good;

    #[test]
    fn an_id_that_could_forge_a_log_line_is_not_taken() {
        assert!(is_good("abc-123") && is_good(&"x".repeat(128)));
        assert!(
            !is_good("")
                && !is_good("a b")
                && !is_good("a\nb")
                && !is_good("ñ")
                && !is_good(&"x".repeat(129))
        );
    }
}
