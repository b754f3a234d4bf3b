//! Setting up a bucket.

use crate::world::{Folder, client, object, run, with_storage};
use storage::{Storage, StorageError};

fn origins() -> Vec<String> {
    vec!["http://localhost:3002".to_owned()]
}

#[tokio::test]
async fn a_missing_bucket_is_made_and_a_second_time_changes_nothing() {
    let folder = Folder::new();
    let mut config = folder.config();
    config.bucket = None;
    run(config, async |running| {
        let storage = running.storage();
        assert!(storage.ping().await.is_err());
        let nothing = Vec::<String>::new();
        assert_eq!(
            storage.prepare(&origins(), "avatars/").await.unwrap(),
            nothing
        );
        storage.put("avatars/1", object("hello")).await.unwrap();
        let rules = || std::fs::read_to_string(folder.0.join("rules.json")).unwrap();
        let before = rules();
        assert_eq!(
            storage.prepare(&origins(), "avatars/").await.unwrap(),
            nothing
        );
        assert_eq!(rules(), before);
        assert!(storage.head("avatars/1").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_bucket_in_another_region_is_made_too() {
    let folder = Folder::new();
    let mut config = folder.config();
    config.bucket = None;
    run(config, async |running| {
        let mut config = client(running.address);
        config.region = "eu-south-2".into();
        let storage = Storage::new(config);
        storage.prepare(&origins(), "avatars").await.unwrap();
        storage.ping().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_who_set_up_at_once_both_succeed() {
    let folder = Folder::new();
    let mut config = folder.config();
    config.bucket = None;
    run(config, async |running| {
        let (one, other) = (running.storage(), running.storage());
        let both = tokio::join!(one.prepare(&[], "avatars"), other.prepare(&[], "avatars"));
        assert!(both.0.unwrap().is_empty() && both.1.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_set_up_is_said_in_a_sentence() {
    let folder = Folder::new();
    let deny = r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;
    let rules = format!(r#"{{"pictures":{{"policy":{deny:?}}}}}"#);
    std::fs::create_dir_all(&folder.0).unwrap();
    std::fs::write(folder.0.join("rules.json"), rules).unwrap();
    run(folder.config(), async |running| {
        let undone = running
            .storage()
            .prepare(&origins(), "avatars")
            .await
            .unwrap();
        let [sentence] = undone.as_slice() else {
            panic!("{undone:?}");
        };
        for word in [
            "pictures",
            "S3_BUCKET",
            "policy",
            "MalformedPolicy",
            "avatars",
        ] {
            assert!(sentence.contains(word), "{word}: {sentence}");
        }
    })
    .await;
}

#[tokio::test]
async fn whom_storage_does_not_know_it_refuses_to_set_up() {
    with_storage(async |running| {
        let mut config = client(running.address);
        config.secret_access_key = "another-secret".into();
        let prepared = Storage::new(config).prepare(&origins(), "avatars").await;
        let Err(StorageError::Refused(why)) = prepared else {
            panic!("{prepared:?}");
        };
        assert!(why.contains("SignatureDoesNotMatch"), "{why}");
    })
    .await;
}

#[tokio::test]
async fn a_bucket_whose_name_cannot_be_is_refused_by_name() {
    with_storage(async |running| {
        let mut config = client(running.address);
        config.bucket = "Not_A_Bucket".into();
        let prepared = Storage::new(config).prepare(&[], "avatars").await;
        assert!(
            matches!(prepared, Err(StorageError::Refused(_))),
            "{prepared:?}"
        );
    })
    .await;
}
