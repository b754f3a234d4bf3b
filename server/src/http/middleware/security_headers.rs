//! Headers that every answer bears.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Pages bring a policy of their own with a nonce; nothing else that we serve is a document.
const NO_DOCUMENT: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// One year (RFC 6797).
const HSTS: &str = "max-age=31536000; includeSubDomains";

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Adds what the answer does not have yet. `https` says whether browsers reach us over TLS.
pub fn add(headers: &mut HeaderMap, https: bool) {
    let mut add = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::X_FRAME_OPTIONS, "DENY");
    add(header::REFERRER_POLICY, "same-origin");
    add(header::CONTENT_SECURITY_POLICY, NO_DOCUMENT);
    add(OPENER, "same-origin");
    add(PERMISSIONS, "camera=(), microphone=(), geolocation=()");
    if https {
        add(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
}
