//! What somebody who has a signed address tells S3 beside it.

use crate::world::{KEY, with_storage};
use reqwest::{Method, StatusCode};

const PICTURE: &str = "avatars/1/large.jpg";

#[tokio::test]
async fn who_has_an_address_tells_nothing_that_was_not_signed() {
    with_storage(async |running| {
        let signed = running.signed().await;
        let put = || {
            let put = running.http.put(&signed.url).body("hello");
            put.header("content-type", "image/png")
        };
        for (name, value) in [
            ("x-amz-acl", "public-read"),
            ("x-amz-checksum-crc32", "NhCmhg=="),
            ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
            ("x-amz-meta-owner", "somebody"),
            ("X-Amz-Server-Side-Encryption-Customer-Algorithm", "AES256"),
            ("x-amz-storage-class", "GLACIER"),
            ("x-amz-tagging", "a=b"),
            (
                "x-amz-website-redirect-location",
                "https://elsewhere.example/",
            ),
        ] {
            let answer = put().header(name, value).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{name}");
            let text = answer.text().await.unwrap();
            assert!(text.contains("<Code>AccessDenied</Code>"), "{text}");
            assert!(text.contains("which were not signed"), "{text}");
            assert!(!running.has_object().await, "{name}");
        }
        // Another's header says nothing to S3.
        let answer = put().header("x-requested-with", "a page").send().await;
        assert_eq!(answer.unwrap().status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn what_was_signed_may_be_told_and_has_to_be() {
    with_storage(async |running| {
        let header = ("x-amz-meta-owner", "somebody");
        let url = running.address_with(&[header]);
        let put = |value| running.http.put(&url).header(header.0, value).body("hello");
        let taken = put(header.1).send().await.unwrap();
        assert_eq!(taken.status(), StatusCode::OK);
        running.storage().delete(KEY).await.unwrap();
        let others = put(header.1).header("x-amz-acl", "public-read");
        let other = put("somebody else");
        let without = running.http.put(&url).body("hello");
        for refused in [others, other, without] {
            let status = refused.send().await.unwrap().status();
            assert_eq!(status, StatusCode::FORBIDDEN);
        }
        assert!(!running.has_object().await);
    })
    .await;
}

#[tokio::test]
async fn strangers_do_not_choose_the_headers_of_a_picture_however_they_write_it() {
    with_storage(async |running| {
        let storage = running.storage();
        let picture = crate::world::object("hello");
        storage.put(PICTURE, picture).await.unwrap();
        for query in [
            "response-content-type=text/html",
            "response%2Dcontent%2Dtype=text/html",
            "a=b&%72esponse-content-type=text/html",
            "response-content-disposition=attachment",
        ] {
            let url = running.url(&format!("{PICTURE}?{query}"));
            for method in [Method::GET, Method::HEAD] {
                let status = running.ask(method, &url).await.status();
                assert_eq!(status, StatusCode::FORBIDDEN, "{query}");
            }
        }
        let url = running.url(&format!("{PICTURE}?version=response-1"));
        let answer = running.ask(Method::GET, &url).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "image/jpeg");
    })
    .await;
}
