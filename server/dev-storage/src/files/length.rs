//! Bodies that are as long as was said.

use bytes::Bytes;
use futures::{Stream, StreamExt as _, stream};
use s3s::dto::StreamingBlob;

/// A body that is longer or shorter than was said.
#[derive(Debug, thiserror::Error)]
#[error("the body has another length than was said")]
pub(super) struct OtherLength;

/// The same body, which fails before its end where it is not `length` bytes long.
pub(super) fn exactly(length: u64, body: StreamingBlob) -> StreamingBlob {
    let counted = stream::try_unfold((body, length), |(mut body, left)| async move {
        let Some(chunk) = body.next().await else {
            return if left == 0 {
                Ok(None)
            } else {
                Err(Broken::Length(OtherLength))
            };
        };
        let chunk: Bytes = chunk.map_err(Broken::Connection)?;
        let left = left.checked_sub(chunk.len() as u64);
        let left = left.ok_or(Broken::Length(OtherLength))?;
        Ok(Some((chunk, (body, left))))
    });
    StreamingBlob::wrap(Box::pin(counted) as std::pin::Pin<Box<dyn Stream<Item = _> + Send + Sync>>)
}

#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Length(OtherLength),
    #[error("the body broke off: {0}")]
    Connection(s3s::StdError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::TryStreamExt as _;

    async fn read(length: u64, chunks: &'static [&'static str]) -> Option<String> {
        let chunks = chunks
            .iter()
            .map(|chunk| Ok::<_, OtherLength>(Bytes::from_static(chunk.as_bytes())));
        let body = StreamingBlob::wrap(stream::iter(chunks.collect::<Vec<_>>()));
        let read: Result<Vec<Bytes>, _> = exactly(length, body).try_collect().await;
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
