//! What a query says to S3, whichever way its names are written.

use http::{HeaderMap, HeaderName, Uri};
use url::form_urlencoded::parse;

const AMAZON: &str = "x-amz-";

/// Whether the answer would have other headers than the object was written with.
pub(super) fn changes_headers(uri: &Uri) -> bool {
    let mut names = parse(uri.query().unwrap_or_default().as_bytes()).map(|(name, _)| name);
    names.any(|name| name.starts_with("response-"))
}

/// A header that tells S3 something and that is not signed, though the address is.
pub(super) fn unsigned<'a>(uri: &Uri, headers: &'a HeaderMap) -> Option<&'a HeaderName> {
    let query = uri.query().unwrap_or_default().as_bytes();
    let word = |wanted: &str| parse(query).find(|(name, _)| name == wanted);
    word("X-Amz-Signature")?;
    let signed = word("X-Amz-SignedHeaders").map(|(_, names)| names);
    let signed = signed.unwrap_or_default();
    let is_signed = |name: &HeaderName| signed.split(';').any(|signed| signed == name.as_str());
    let mut names = headers.keys();
    names.find(|name| name.as_str().starts_with(AMAZON) && !is_signed(name))
}
