//! Objects through our own client.

use crate::world::{BUCKET, Folder, KEY, SECRET, client, object, run, with_storage};
use bytes::Bytes;
use reqwest::{Method, StatusCode};
use std::collections::BTreeSet;
use storage::{NewObject, ObjectInfo, Storage, StorageError};

const FOREVER: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn an_object_comes_back_as_it_was_written() {
    with_storage(async |running| {
        let storage = running.storage();
        let body = Bytes::from((0..=255).cycle().take(300_000).collect::<Vec<u8>>());
        let new = NewObject {
            body: body.clone(),
            ..object("")
        };
        storage.put(KEY, new).await.unwrap();
        let info = ObjectInfo {
            length: 300_000,
            content_type: Some("image/jpeg".into()),
        };
        assert_eq!(storage.head(KEY).await.unwrap(), Some(info.clone()));
        let found = storage.get(KEY, 300_000).await.unwrap().unwrap();
        assert_eq!((found.info, found.body), (info, Some(body)));
        storage.put(KEY, object("")).await.unwrap();
        let empty = storage.get(KEY, 0).await.unwrap().unwrap();
        assert_eq!(empty.body, Some(Bytes::new()));
    })
    .await;
}

#[tokio::test]
async fn an_object_longer_than_asked_for_is_not_fetched() {
    with_storage(async |running| {
        let storage = running.storage();
        storage.put(KEY, object("hello")).await.unwrap();
        let found = storage.get(KEY, 4).await.unwrap().unwrap();
        assert_eq!((found.info.length, found.body), (5, None));
    })
    .await;
}

#[tokio::test]
async fn there_is_no_object_before_it_is_written_and_after_it_is_deleted() {
    with_storage(async |running| {
        let storage = running.storage();
        storage.delete(KEY).await.unwrap();
        for _ in 0..2 {
            assert_eq!(storage.head(KEY).await.unwrap(), None);
            assert!(storage.get(KEY, 10).await.unwrap().is_none());
            storage.put(KEY, object("hello")).await.unwrap();
            assert!(storage.head(KEY).await.unwrap().is_some());
            storage.delete(KEY).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn the_folder_of_an_object_is_no_object() {
    with_storage(async |running| {
        let storage = running.storage();
        storage
            .put("avatars/1/large.jpg", object("hello"))
            .await
            .unwrap();
        for key in ["avatars", "avatars/1"] {
            assert_eq!(storage.head(key).await.unwrap(), None);
            assert!(storage.get(key, 10_000).await.unwrap().is_none());
            storage.delete(key).await.unwrap();
        }
        assert!(storage.head("avatars/1/large.jpg").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn everybody_gets_a_picture_with_the_headers_it_was_written_with() {
    with_storage(async |running| {
        let storage = running.storage();
        let picture = NewObject {
            cache_control: Some(FOREVER),
            ..object("hello")
        };
        storage.put("avatars/1/large.jpg", picture).await.unwrap();
        let url = storage.public_url("avatars/1/large.jpg");
        assert_eq!(storage.public_key(&url), Some("avatars/1/large.jpg"));
        for method in [Method::GET, Method::HEAD] {
            let answer = running.ask(method.clone(), &url).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
            assert_eq!(header("content-type"), "image/jpeg");
            assert_eq!(header("cache-control"), FOREVER);
            assert_eq!(header("content-length"), "5");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert!(header("etag").starts_with('"'));
            let body = if method == Method::GET { "hello" } else { "" };
            assert_eq!(answer.text().await.unwrap(), body);
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again() {
    with_storage(async |running| {
        let storage = running.storage();
        storage.put("avatars/1.jpg", object("hello")).await.unwrap();
        let url = running.url("avatars/1.jpg");
        let tag = running.ask(Method::GET, &url).await.headers()["etag"].clone();
        let asked = |known: &str| running.http.get(&url).header("if-none-match", known).send();
        let same = asked(tag.to_str().unwrap()).await.unwrap();
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(same.headers()["etag"], tag);
        let other = asked("\"something else\"").await.unwrap();
        assert_eq!(other.status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_prefix_lists_what_begins_so_and_nothing_else() {
    with_storage(async |running| {
        let storage = running.storage();
        let under = ["avatars/1/a", "avatars/1/b", "avatars/1/c/d"];
        for key in under.iter().chain(&["avatars/10/a", "uploads/1/a"]) {
            storage.put(key, object("hello")).await.unwrap();
        }
        assert_eq!(storage.list("avatars/1/").await.unwrap(), under);
        storage.delete("avatars/1/b").await.unwrap();
        let left = ["avatars/1/a", "avatars/1/c/d"];
        assert_eq!(storage.list("avatars/1/").await.unwrap(), left);
        assert_eq!(storage.list("avatars/2/").await.unwrap(), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_list_goes_on_behind_the_first_page() {
    let folder = Folder::new();
    let under = folder.0.join("objects").join(BUCKET).join("uploads");
    std::fs::create_dir_all(&under).unwrap();
    for number in 0..1100 {
        std::fs::write(under.join(number.to_string()), "").unwrap();
    }
    run(folder.config(), async |running| {
        let storage = running.storage();
        let keys = storage.list("uploads/").await.unwrap();
        let each: BTreeSet<_> = keys.iter().collect();
        assert_eq!((keys.len(), each.len()), (1100, 1100));
    })
    .await;
}

#[tokio::test]
async fn without_its_bucket_everything_is_refused() {
    let folder = Folder::new();
    let mut config = folder.config();
    config.bucket = None;
    run(config, async |running| refuses(&running.storage()).await).await;
}

#[tokio::test]
async fn who_has_a_wrong_secret_or_no_account_is_refused() {
    with_storage(async |running| {
        let mut config = client(running.address);
        config.secret_access_key = "another-secret".into();
        refuses(&Storage::new(config.clone())).await;
        config.access_key_id = "nobody".into();
        refuses(&Storage::new(config)).await;
    })
    .await;
}

async fn refuses(storage: &Storage) {
    let refused = |answer: Result<(), StorageError>| {
        assert!(
            matches!(answer, Err(StorageError::Refused(_))),
            "{answer:?}"
        );
    };
    refused(storage.ping().await);
    refused(storage.put(KEY, object("hello")).await);
    refused(storage.head(KEY).await.map(drop));
    refused(storage.get(KEY, 10).await.map(drop));
    refused(storage.delete(KEY).await);
    refused(storage.list("uploads/").await.map(drop));
}

#[tokio::test]
async fn a_bucket_that_is_there_answers() {
    with_storage(async |running| running.storage().ping().await.unwrap()).await;
}

#[tokio::test]
async fn secrets_are_not_printed() {
    with_storage(async |running| {
        let config = client(running.address);
        let signed = running.signed().await;
        let printed = format!("{config:?} {:?} {signed:?}", running.storage());
        assert!(!printed.contains(SECRET), "{printed}");
        assert!(!printed.contains("X-Amz-Signature"), "{printed}");
        assert!(!format!("{:?}", Folder::new().config()).contains(SECRET));
    })
    .await;
}

#[tokio::test]
async fn an_address_elsewhere_is_no_public_url() {
    with_storage(async |running| {
        let storage = running.storage();
        let url = storage.public_url("avatars/1.jpg");
        for other in [
            url.replace("http:", "https:"),
            url.replace("/pictures/", "/pictures.evil/"),
            String::new(),
        ] {
            assert_eq!(storage.public_key(&other), None, "{other}");
        }
    })
    .await;
}
