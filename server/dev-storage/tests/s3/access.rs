//! What strangers may: read what is public, and nothing else.

use crate::world::{BUCKET, Folder, KEY, object, run, with_storage};
use reqwest::{Method, StatusCode};

const PICTURE: &str = "avatars/1/large.jpg";

#[tokio::test]
async fn a_stranger_reads_what_is_public_and_does_nothing_else() {
    with_storage(async |running| {
        let storage = running.storage();
        for key in [PICTURE, KEY] {
            storage.put(key, object("hello")).await.unwrap();
        }
        let (ok, no) = (StatusCode::OK, StatusCode::FORBIDDEN);
        let bucket = format!("http://{}/{BUCKET}", running.address);
        let root = format!("http://{}/", running.address);
        let (picture, original) = (running.url(PICTURE), running.url(KEY));
        for (method, url, expected) in [
            (Method::GET, picture.clone(), ok),
            (Method::HEAD, picture.clone(), ok),
            (Method::PUT, picture.clone(), no),
            (Method::DELETE, picture.clone(), no),
            (Method::GET, format!("{picture}?acl"), no),
            (
                Method::GET,
                format!("{picture}?response-content-type=text/html"),
                no,
            ),
            (
                Method::GET,
                running.url("avatars/1/missing.jpg"),
                StatusCode::NOT_FOUND,
            ),
            (Method::GET, running.url("avatars/1"), StatusCode::NOT_FOUND),
            (Method::GET, running.url("avatar"), no),
            (Method::GET, original.clone(), no),
            (Method::HEAD, original.clone(), no),
            (Method::PUT, original.clone(), no),
            (Method::DELETE, original, no),
            (Method::GET, running.url("uploads/missing"), no),
            (Method::GET, bucket.clone(), no),
            (
                Method::GET,
                format!("{bucket}?list-type=2&prefix=avatars/"),
                no,
            ),
            (Method::GET, format!("{bucket}?policy"), no),
            (Method::PUT, format!("{bucket}?cors"), no),
            (Method::PUT, bucket.clone(), no),
            (Method::HEAD, bucket.clone(), no),
            (Method::DELETE, bucket, no),
            (Method::GET, root, no),
        ] {
            let status = running.ask(method.clone(), &url).await.status();
            assert_eq!(status, expected, "{method} {url}");
        }
        for key in [PICTURE, KEY] {
            assert!(storage.head(key).await.unwrap().is_some(), "{key}");
        }
    })
    .await;
}

#[tokio::test]
async fn no_path_leads_from_a_public_folder_to_another() {
    with_storage(async |running| {
        let storage = running.storage();
        for key in [PICTURE, KEY] {
            storage.put(key, object("hello")).await.unwrap();
        }
        let through = running
            .send_to("GET", &format!("/{BUCKET}/{PICTURE}"), "\r\n")
            .await;
        assert!(through.ends_with("hello"), "{through}");
        for way in [
            "avatars/../",
            "avatars/%2e%2e/",
            "avatars%2F..%2F",
            "avatars/1/../../",
            "avatars/..//",
        ] {
            let answer = running
                .send_to("GET", &format!("/{BUCKET}/{way}{KEY}"), "\r\n")
                .await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{way}: {answer}");
            assert!(!answer.contains("hello"), "{way}: {answer}");
        }
        for way in [
            "avatars/../../../rules.json",
            "avatars/%2e%2e/%2e%2e/%2e%2e/rules.json",
        ] {
            let answer = running
                .send_to("GET", &format!("/{BUCKET}/{way}"), "\r\n")
                .await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{way}: {answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_policy_makes_public_what_the_configuration_does_not() {
    let folder = Folder::new();
    let mut config = folder.config();
    config.public_prefixes = Vec::new();
    run(config.clone(), async |running| {
        let storage = running.storage();
        for key in [PICTURE, KEY] {
            storage.put(key, object("hello")).await.unwrap();
        }
        let url = running.url(PICTURE);
        assert_eq!(
            running.ask(Method::GET, &url).await.status(),
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            storage.prepare(&[], "avatars").await.unwrap(),
            Vec::<String>::new()
        );
        assert_eq!(
            running.ask(Method::GET, &url).await.status(),
            StatusCode::OK
        );
    })
    .await;
    // Also after the next start.
    run(config, async |running| {
        let status = async |key| running.ask(Method::GET, &running.url(key)).await.status();
        assert_eq!(status(PICTURE).await, StatusCode::OK);
        assert_eq!(status(KEY).await, StatusCode::FORBIDDEN);
    })
    .await;
}
