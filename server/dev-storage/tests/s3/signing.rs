//! A signed address takes one object as it was signed, and nothing else.

use crate::world::{KEY, Running, VALID, now, with_storage};
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use storage::{SignedPut, StorageError};
use url::Url;

const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;

/// The address with one of the signature's words changed.
fn with_word(signed: &SignedPut, name: &str, value: &str) -> String {
    let mut url = Url::parse(&signed.url).unwrap();
    let words: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert!(words.iter().any(|(known, _)| known == name), "{name}");
    let changed = words.into_iter().map(|(known, old)| {
        let value = if known == name { value.to_owned() } else { old };
        (known, value)
    });
    url.query_pairs_mut().clear().extend_pairs(changed);
    url.into()
}

/// Path and query, as a client sends them.
fn target(signed: &SignedPut) -> String {
    let url = Url::parse(&signed.url).unwrap();
    format!("{}?{}", url.path(), url.query().unwrap())
}

async fn stored(running: &Running) -> String {
    let object = running.storage().get(KEY, 100).await.unwrap().unwrap();
    String::from_utf8(object.body.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn an_address_signs_type_length_and_host_and_names_the_headers_to_send() {
    with_storage(async |running| {
        let signed = running.signed().await;
        let headers: Vec<_> = signed
            .headers
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            headers,
            [("content-length", "5"), ("content-type", "image/png")]
        );
        let url = Url::parse(&signed.url).unwrap();
        let word = |name: &str| {
            url.query_pairs()
                .find(|(n, _)| n == name)
                .unwrap()
                .1
                .into_owned()
        };
        assert_eq!(
            word("X-Amz-SignedHeaders"),
            "content-length;content-type;host"
        );
        assert_eq!(word("X-Amz-Expires"), "600");
        assert_eq!(url.path(), format!("/pictures/{KEY}"));
    })
    .await;
}

#[tokio::test]
async fn what_was_signed_is_taken() {
    with_storage(async |running| {
        let signed = running.signed().await;
        let status = running.upload(&signed.url, "image/png", "hello").await;
        assert_eq!(status, StatusCode::OK);
        let found = running.storage().head(KEY).await.unwrap().unwrap();
        assert_eq!(found.length, 5);
        assert_eq!(found.content_type.as_deref(), Some("image/png"));
        assert_eq!(stored(running).await, "hello");
    })
    .await;
}

#[tokio::test]
async fn another_length_or_type_is_refused() {
    with_storage(async |running| {
        let signed = running.signed().await;
        for (content_type, body) in [
            ("image/png", "hello!"),
            ("image/png", "hell"),
            ("image/png", ""),
            ("image/jpeg", "hello"),
            ("text/html", "hello"),
            ("image/png; charset=utf-8", "hello"),
        ] {
            let status = running.upload(&signed.url, content_type, body).await;
            assert_eq!(status, FORBIDDEN, "{content_type} {body}");
        }
        let untyped = running.http.put(&signed.url).body("hello").send().await;
        assert_eq!(untyped.unwrap().status(), FORBIDDEN);
        assert!(!running.has_object().await);
    })
    .await;
}

#[tokio::test]
async fn a_changed_address_is_refused() {
    with_storage(async |running| {
        let signed = running.signed().await;
        let (address, _) = signed.url.split_once('?').unwrap();
        let other_key = signed.url.replacen("/upload?", "/other?", 1);
        let public = signed.url.replacen(KEY, "avatars/1.png", 1);
        let other_bucket = signed.url.replacen("/pictures/", "/other-pictures/", 1);
        let wrong = "0".repeat(64);
        for url in [
            address,
            &other_key,
            &public,
            &other_bucket,
            &with_word(&signed, "X-Amz-Signature", &wrong),
            &with_word(&signed, "X-Amz-Expires", "604800"),
            &with_word(&signed, "X-Amz-SignedHeaders", "host"),
            &with_word(
                &signed,
                "X-Amz-Credential",
                "somebody/20261121/us-east-1/s3/aws4_request",
            ),
        ] {
            let status = running.upload(url, "image/png", "hello").await;
            assert_eq!(status, FORBIDDEN, "{url}");
        }
        let storage = running.storage();
        for key in [KEY, "uploads/tenant/user/other", "avatars/1.png"] {
            assert_eq!(storage.head(key).await.unwrap(), None, "{key}");
        }
        // It was the change, and nothing else about it.
        let same = with_word(&signed, "X-Amz-Expires", "600");
        let status = running.upload(&same, "image/png", "hello").await;
        assert_eq!(status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn an_address_to_put_neither_reads_nor_deletes() {
    with_storage(async |running| {
        let signed = running.signed().await;
        running.upload(&signed.url, "image/png", "hello").await;
        for method in [Method::GET, Method::HEAD, Method::DELETE, Method::POST] {
            let asked = running.http.request(method.clone(), &signed.url);
            let asked = asked.header("content-type", "image/png").body("hello");
            let status = asked.send().await.unwrap().status();
            assert_eq!(status, FORBIDDEN, "{method}");
        }
        assert_eq!(stored(running).await, "hello");
    })
    .await;
}

#[tokio::test]
async fn an_address_is_good_until_it_expires() {
    with_storage(async |running| {
        let valid = TimeDelta::from_std(VALID).unwrap();
        let minute = TimeDelta::minutes(1);
        let expired = running.signed_at(now() - valid - minute).await;
        let status = running.upload(&expired.url, "image/png", "hello").await;
        assert_eq!(status, FORBIDDEN);
        assert!(!running.has_object().await);
        let old = running.signed_at(now() - valid + minute).await;
        let status = running.upload(&old.url, "image/png", "hello").await;
        assert_eq!(status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn an_address_of_tomorrow_is_not_good_yet() {
    with_storage(async |running| {
        let signed = running.signed_at(now() + TimeDelta::days(1)).await;
        let status = running.upload(&signed.url, "image/png", "hello").await;
        assert_eq!(status, FORBIDDEN);
        assert!(!running.has_object().await);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_good_more_than_once_and_the_last_object_stays() {
    with_storage(async |running| {
        let signed = running.signed().await;
        for body in ["first", "other"] {
            let status = running.upload(&signed.url, "image/png", body).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(stored(running).await, body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_that_breaks_off_becomes_no_object_and_leaves_the_one_before() {
    with_storage(async |running| {
        let signed = running.signed().await;
        let rest = "content-type: image/png\r\ncontent-length: 5\r\n\r\nhel";
        let answer = running.break_off("PUT", &target(&signed), rest).await;
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(!running.has_object().await);
        running.upload(&signed.url, "image/png", "whole").await;
        running.break_off("PUT", &target(&signed), rest).await;
        assert_eq!(stored(running).await, "whole");
    })
    .await;
}

#[tokio::test]
async fn bytes_beyond_the_signed_length_are_not_stored() {
    with_storage(async |running| {
        let signed = running.signed().await;
        let (target, typed) = (target(&signed), "content-type: image/png\r\n");
        let chunks = "transfer-encoding: chunked\r\n\r\na\r\nhello more\r\n0\r\n\r\n";
        for length in ["", "content-length: 5\r\n"] {
            let rest = format!("{typed}{length}{chunks}");
            let answer = running.send_to("PUT", &target, &rest).await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
            assert!(!running.has_object().await, "{length}");
        }
        let rest = format!("{typed}content-length: 5\r\n\r\nhello more");
        let answer = running.send_to("PUT", &target, &rest).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(stored(running).await, "hello");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_signed_is_refused_without_asking() {
    with_storage(async |running| {
        let storage = running.storage();
        let eight_days = std::time::Duration::from_hours(8 * 24);
        let too_long = storage
            .sign_put(KEY, "image/png", 5, now(), eight_days)
            .await;
        assert!(
            matches!(too_long, Err(StorageError::Refused(_))),
            "{too_long:?}"
        );
        let no_type = storage.sign_put(KEY, "image/\npng", 5, now(), VALID).await;
        assert!(
            matches!(no_type, Err(StorageError::Refused(_))),
            "{no_type:?}"
        );
    })
    .await;
}
