//! Addresses that take one object, without asking anybody.

use crate::{Storage, StorageError, error};
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use chrono::{DateTime, Utc};
use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, SystemTime},
};
use url::Url;

/// What storage has to compare with the signature.
const SIGNED: [&str; 3] = ["content-length", "content-type", "host"];

/// A signed address that takes one object. The address is a secret until it expires.
#[derive(Clone)]
pub struct SignedPut {
    /// Where to send the bytes.
    pub url: String,
    /// What to send with them; signed, so nothing else is taken.
    pub headers: BTreeMap<String, String>,
}

impl fmt::Debug for SignedPut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedPut")
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

impl Storage {
    /// Signs an address at which storage takes one object of exactly this key, type and length for
    /// this long from `now` on. Asks nobody.
    ///
    /// # Errors
    /// A time or a header that cannot be signed.
    pub async fn sign_put(
        &self,
        key: &str,
        content_type: &str,
        length: u64,
        now: DateTime<Utc>,
        valid: Duration,
    ) -> Result<SignedPut, StorageError> {
        let unsignable = |what: String| StorageError::Refused(format!("cannot be signed: {what}"));
        let length = i64::try_from(length).map_err(|error| unsignable(error.to_string()))?;
        let times = PresigningConfig::builder()
            .start_time(SystemTime::from(now))
            .expires_in(valid)
            .build()
            .map_err(|error| unsignable(error.to_string()))?;
        let put = self
            .client
            .put_object()
            .bucket(&self.config.bucket)
            .key(key)
            .content_type(content_type)
            .content_length(length);
        let signed = put.presigned(times).await;
        let signed = signed.map_err(|error| error::read("signing", error))?;
        if !signs_all(&signed) {
            return Err(unsignable("type and length are not in it".to_owned()));
        }
        let headers = signed.headers();
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Ok(SignedPut {
            headers: headers.collect(),
            url: signed.uri().to_owned(),
        })
    }
}

/// Whether type and length are signed: else storage would take whatever comes.
fn signs_all(request: &PresignedRequest) -> bool {
    let Ok(url) = Url::parse(request.uri()) else {
        return false;
    };
    url.query_pairs()
        .find(|(name, _)| name == "X-Amz-SignedHeaders")
        .is_some_and(|(_, names)| names.split(';').eq(SIGNED))
}
