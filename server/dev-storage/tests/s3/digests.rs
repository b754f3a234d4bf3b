//! What is said of a body's digests, in a header or behind the body, has to be true.

use crate::{
    by_hand::sha256,
    world::{KEY, Running, with_storage},
};
use reqwest::{Response, StatusCode};

/// Of "hello".
const MD5: &str = "XUFAKrxLKna5cZ2REBfFkg==";
const CRC32: &str = "NhCmhg==";
const SHA256: &str = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
/// Of something else.
const OTHER_MD5: &str = "AAAAAAAAAAAAAAAAAAAAAA==";

async fn stored(running: &Running) -> Option<String> {
    let object = running.storage().get(KEY, 100).await.unwrap()?;
    Some(String::from_utf8(object.body.unwrap().to_vec()).unwrap())
}

async fn refused(answer: Response, code: &str) {
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{code}");
    let text = answer.text().await.unwrap();
    assert!(text.contains(&format!("<Code>{code}</Code>")), "{text}");
}

/// Puts `body` by a signed address, with a header that nobody signs.
async fn put_with_md5(running: &Running, md5: &str, body: &str) -> Response {
    let signed = running.signed().await;
    let put = running.http.put(&signed.url).body(body.to_owned());
    let put = put.header("content-type", "image/png");
    put.header("content-md5", md5).send().await.unwrap()
}

#[tokio::test]
async fn a_body_with_the_digests_that_were_said_is_taken() {
    with_storage(async |running| {
        let taken = put_with_md5(running, MD5, "hello").await;
        assert_eq!(taken.status(), StatusCode::OK);
        for header in [
            ("content-md5", MD5),
            ("x-amz-checksum-crc32", CRC32),
            ("x-amz-checksum-sha256", SHA256),
        ] {
            running.storage().delete(KEY).await.unwrap();
            let taken = running
                .put_signed(&[header], &sha256("hello"), "hello")
                .await;
            assert_eq!(taken.status(), StatusCode::OK, "{header:?}");
            assert_eq!(stored(running).await.as_deref(), Some("hello"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_with_another_digest_becomes_no_object_and_leaves_the_one_before() {
    with_storage(async |running| {
        for before in [None, Some("first")] {
            if let Some(body) = before {
                let status = running
                    .upload(&running.signed().await.url, "image/png", body)
                    .await;
                assert_eq!(status, StatusCode::OK);
            }
            let answer = put_with_md5(running, OTHER_MD5, "hello").await;
            refused(answer, "BadDigest").await;
            assert_eq!(stored(running).await.as_deref(), before);
            let answer = put_with_md5(running, "no digest", "hello").await;
            refused(answer, "InvalidDigest").await;
            assert_eq!(stored(running).await.as_deref(), before);
            for header in [
                ("content-md5", MD5),
                ("x-amz-checksum-crc32", CRC32),
                ("x-amz-checksum-sha256", SHA256),
            ] {
                let answer = running
                    .put_signed(&[header], &sha256("other"), "other")
                    .await;
                refused(answer, "BadDigest").await;
                assert_eq!(stored(running).await.as_deref(), before, "{header:?}");
            }
            let answer = running.put_signed(&[], &sha256("hello"), "other").await;
            refused(answer, "XAmzContentSHA256Mismatch").await;
            assert_eq!(stored(running).await.as_deref(), before);
        }
        let left = running.storage().head(KEY).await.unwrap().unwrap();
        assert_eq!(left.content_type.as_deref(), Some("image/png"));
    })
    .await;
}

#[tokio::test]
async fn a_checksum_behind_the_body_has_to_be_true_too() {
    with_storage(async |running| {
        let streaming = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
        let headers = [
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "5"),
            ("x-amz-sdk-checksum-algorithm", "CRC32"),
            ("x-amz-trailer", "x-amz-checksum-crc32"),
        ];
        for (body, is_taken) in [("hello", true), ("other", false)] {
            let chunks = format!("5\r\n{body}\r\n0\r\nx-amz-checksum-crc32:{CRC32}\r\n\r\n");
            let answer = running.put_signed(&headers, streaming, &chunks).await;
            if is_taken {
                assert_eq!(answer.status(), StatusCode::OK);
            } else {
                refused(answer, "BadDigest").await;
            }
            assert_eq!(stored(running).await.as_deref(), Some("hello"));
        }
    })
    .await;
}
