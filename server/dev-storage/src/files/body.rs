//! Bodies that are what was said of them. s3s-fs compares checksums when the file has its name
//! already and the object that was there before is gone: so they are compared here, before the end
//! of the body.

mod digests;

pub(super) use digests::Digests;

use bytes::Bytes;
use futures::{Stream, StreamExt as _, stream};
use http::StatusCode;
use s3s::{S3Error, S3ErrorCode, StdError, dto::StreamingBlob};
use std::pin::Pin;

/// How s3s, which keeps the type to itself, says that a body has another SHA-256 than was signed.
const OTHER_SHA256: &str = "Sha256Mismatch";

/// A body that is not what was said of it.
#[derive(Debug, thiserror::Error)]
enum Untrue {
    #[error("The body has another length than was said.")]
    Length,
    #[error("The body has another checksum than was said.")]
    Checksum,
    #[error("The body has another SHA-256 than was signed.")]
    Signed,
    #[error("The body broke off: {0}")]
    Broken(StdError),
}

impl Untrue {
    fn code(&self) -> S3ErrorCode {
        match self {
            Self::Length | Self::Broken(_) => S3ErrorCode::IncompleteBody,
            Self::Checksum => S3ErrorCode::BadDigest,
            Self::Signed => S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()),
        }
    }
}

impl From<StdError> for Untrue {
    fn from(error: StdError) -> Self {
        if error.to_string().contains(OTHER_SHA256) {
            return Self::Signed;
        }
        Self::Broken(error)
    }
}

/// The same body, which fails before its end where it is not `length` bytes long or has other digests.
pub(super) fn exactly(length: u64, digests: Digests, body: StreamingBlob) -> StreamingBlob {
    let start = (body, length, digests);
    let checked = stream::try_unfold(start, |(mut body, left, mut digests)| async move {
        let Some(chunk) = body.next().await else {
            return match (left, digests.are_as_said()) {
                (0, true) => Ok(None),
                (0, false) => Err(Untrue::Checksum),
                _ => Err(Untrue::Length),
            };
        };
        let chunk: Bytes = chunk?;
        let left = left.checked_sub(chunk.len() as u64);
        let left = left.ok_or(Untrue::Length)?;
        digests.update(&chunk);
        Ok(Some((chunk, (body, left, digests))))
    });
    StreamingBlob::wrap(Box::pin(checked) as Pin<Box<dyn Stream<Item = _> + Send + Sync>>)
}

/// A body that is not what was said of it is the client's mistake, and no fault of the storage.
pub(super) fn blamed(error: S3Error) -> S3Error {
    let Some(untrue) = error
        .source()
        .and_then(|source| source.downcast_ref::<Untrue>())
    else {
        return error;
    };
    let mut answer = S3Error::with_message(untrue.code(), untrue.to_string());
    answer.set_status_code(StatusCode::BAD_REQUEST);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::TryStreamExt as _;
    use std::convert::Infallible;

    async fn read(length: u64, chunks: &'static [&'static str]) -> Option<String> {
        let chunks = chunks
            .iter()
            .map(|chunk| Ok::<_, Infallible>(Bytes::from_static(chunk.as_bytes())));
        let body = StreamingBlob::wrap(stream::iter(chunks.collect::<Vec<_>>()));
        let checked = exactly(length, Digests::default(), body);
        let read: Result<Vec<Bytes>, _> = checked.try_collect().await;
        Some(String::from_utf8(read.ok()?.concat()).unwrap())
    }

    #[tokio::test]
    async fn a_body_of_another_length_fails() {
        assert_eq!(read(5, &["he", "llo"]).await.as_deref(), Some("hello"));
        assert_eq!(read(0, &[]).await.as_deref(), Some(""));
        assert_eq!(read(4, &["he", "llo"]).await, None);
        assert_eq!(read(6, &["he", "llo"]).await, None);
        assert_eq!(read(1, &[]).await, None);
    }
}
