//! Whether callers of the API take JSON.

use http::{HeaderMap, header};

/// Whether `Accept` leaves room for `application/json`.
pub fn takes_json(headers: &HeaderMap) -> bool {
    let mut lists = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .peekable();
    lists.peek().is_none() || lists.flat_map(|list| list.split(',')).any(allows_json)
}

fn allows_json(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    let refused = parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
    !refused
        && matches!(
            media.as_str(),
            "*/*" | "application/*" | "application/json" | "application/problem+json"
        )
}

#[cfg(test)]
mod tests {
    use super::allows_json;

    #[test]
    fn only_ranges_with_room_for_json_are_welcome() {
        assert!(
            allows_json("*/*")
                && allows_json("application/json;q=0.5")
                && allows_json(" Application/JSON ")
        );
        assert!(!allows_json("text/html") && !allows_json("application/json;q=0"));
    }
}
