//! Headers that every answer bears.

use http::{HeaderMap, HeaderName, HeaderValue, header};

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// What answers bear however they are asked for.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    // Pages bring a policy of their own with a nonce; nothing else that we serve is a document.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ),
    (OPENER, HeaderValue::from_static("same-origin")),
    (
        PERMISSIONS,
        HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
    ),
];
/// One year (RFC 6797).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Adds what the answer does not have yet. `https` says whether browsers reach us over TLS.
pub fn add(headers: &mut HeaderMap, https: bool) {
    let hsts = https.then_some((header::STRICT_TRANSPORT_SECURITY, HSTS));
    for (name, value) in ALWAYS.into_iter().chain(hsts) {
        headers.entry(name).or_insert(value);
    }
}
