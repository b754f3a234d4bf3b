//! The `ETag` of a public profile is of what others see, not of the row.

use crate::{
    harness::TestApp,
    profiles::{change, profile, somebody},
};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn it_moves_with_what_others_see_and_with_nothing_else() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"visibility": "public"})).await;
    let ben = app.person("ben").await;
    let tag = async || {
        app.get(&profile(&ada.id))
            .await
            .is(200)
            .header("etag")
            .to_owned()
    };
    let first = tag().await;
    assert!(
        first.len() > 20 && first.starts_with('"') && first.ends_with('"'),
        "{first}"
    );
    for body in [
        json!({"phone": "+442079460000"}),
        json!({"timezone": "Asia/Tokyo"}),
        json!({"language": "es"}),
        json!({"discoverable": false}),
        json!({"firstName": "Augusta", "displayName": "Ada Lovelace"}),
    ] {
        let version = app.me(&ada).await["version"].clone();
        change(&app, &ada, body).await;
        assert_ne!(app.me(&ada).await["version"], version);
        assert_eq!(tag().await, first);
    }
    let seen = app.get(&profile(&ada.id)).by(&ben).await.is(200);
    assert_eq!(
        seen.header("etag"),
        first,
        "the same for whoever sees the same"
    );
    let mut tags = vec![first];
    for body in [
        json!({"headline": "Numbers"}),
        json!({"username": "ada"}),
        json!({"links": [{"label": "a", "url": "https://a.example/"}]}),
        json!({"skills": ["Analysis"]}),
        json!({"displayName": "Ada"}),
    ] {
        change(&app, &ada, body).await;
        let tag = tag().await;
        assert!(!tags.contains(&tag));
        tags.push(tag);
    }
    let other = somebody(&app, "Ada Lovelace", json!({"visibility": "public"})).await;
    let other = app.get(&profile(&other.id)).await.is(200);
    assert!(!tags.contains(&other.header("etag").to_owned()));
}

#[tokio::test]
async fn who_has_the_representation_gets_no_body() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"visibility": "public"})).await;
    let path = profile(&ada.id);
    let full = app.get(&path).await.is(200);
    let tag = full.header("etag").to_owned();
    for known in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"x\", {tag}"),
        "*".into(),
    ] {
        let reply = app.get(&path).header("if-none-match", &known).await.is(304);
        assert_eq!(reply.text, "");
        for name in ["etag", "cache-control"] {
            assert_eq!(reply.header(name), full.header(name), "{name}");
        }
    }
    for unknown in ["\"1\"", "x", "", &tag[1..tag.len() - 1]] {
        app.get(&path)
            .header("if-none-match", unknown)
            .await
            .is(200);
    }
    let head = app.call(Method::HEAD, &path).await.is(200);
    assert_eq!((head.text.as_str(), head.header("etag")), ("", &*tag));
    change(&app, &ada, json!({"bio": "x"})).await;
    app.get(&path).header("if-none-match", &tag).await.is(200);
    // Who knows the tag is not told that the person is still there.
    let tag = app.get(&path).await.is(200).header("etag").to_owned();
    change(&app, &ada, json!({"visibility": "private"})).await;
    app.get(&path)
        .header("if-none-match", &tag)
        .await
        .fails(404, "not_found");
}
