//! `PUT` and `PATCH /users/me`

mod audit;
mod completion;
mod events;
mod fields;
mod if_match;
mod sight;
mod username;

use crate::harness::{ME, TestApp};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn what_is_sent_is_changed_and_the_rest_stays() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "Numbers.", "headline": "Countess"}))
        .by(&ada)
        .await
        .is(200);
    let before = app.me(&ada).await;
    let reply = app
        .put(ME, &json!({"headline": "Analyst"}))
        .by(&ada)
        .await
        .is(200);
    assert_eq!(reply.json()["message"], "User updated successfully");
    assert_eq!(reply.header("etag"), "\"3\"");
    let mut expected = before;
    expected["headline"] = json!("Analyst");
    expected["version"] = json!(3);
    expected["updatedAt"] = reply.data()["updatedAt"].clone();
    assert_eq!(reply.data(), expected);
    assert_eq!(app.me(&ada).await, expected);
}

#[tokio::test]
async fn null_clears_what_is_optional() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let full = json!({
        "username": "ada.l", "displayName": "Countess", "headline": "Numbers", "bio": "x", "location": "London",
        "phone": "+442079460000", "avatarUrl": "https://example.test/a.png", "skills": ["Analysis"],
        "links": [{"label": "Notes", "url": "https://example.test/"}],
    });
    app.put(ME, &full).by(&ada).await.is(200);
    let names = full.as_object().unwrap().keys();
    let nulls = names
        .clone()
        .map(|name| (name.clone(), json!(null)))
        .collect();
    let me = app.put(ME, &nulls).by(&ada).await.is(200).data();
    for name in names {
        match name.as_str() {
            "links" | "skills" => assert_eq!(me[name], json!([]), "{name}"),
            _ => assert!(me.get(name).is_none(), "{name}"),
        }
    }
}

#[tokio::test]
async fn an_empty_text_clears_what_is_optional_too() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for name in [
        "username",
        "displayName",
        "headline",
        "bio",
        "location",
        "phone",
        "avatarUrl",
    ] {
        let value = match name {
            "phone" => "+442079460000",
            "avatarUrl" => "https://example.test/a.png",
            _ => "value",
        };
        let me = app
            .put(ME, &json!({name: value}))
            .by(&ada)
            .await
            .is(200)
            .data();
        assert_eq!(me[name], value);
        let me = app
            .put(ME, &json!({name: " \t\n"}))
            .by(&ada)
            .await
            .is(200)
            .data();
        assert!(me.get(name).is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_patch_does_the_same_under_either_type() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for (n, kind) in ["application/merge-patch+json", "application/json"]
        .iter()
        .enumerate()
    {
        let body = json!({"headline": format!("line {n}"), "bio": null}).to_string();
        let reply = app
            .call(Method::PATCH, ME)
            .by(&ada)
            .body(kind, body)
            .await
            .is(200);
        assert_eq!(reply.data()["headline"], format!("line {n}"));
    }
    app.patch(ME, &json!({"firstName": null}))
        .by(&ada)
        .await
        .refuses(&[("firstName", "required")]);
    app.patch(ME, &json!({"bio": "x"}))
        .by(&ada)
        .header("if-match", "\"1\"")
        .await
        .fails(412, "stale_version");
}

#[tokio::test]
async fn a_change_that_changes_nothing_moves_no_version_and_tells_nobody() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let same = json!({
        "firstName": " Ada ", "lastName": "Example", "timezone": "UTC", "language": "en", "bio": null, "phone": "",
        "links": [], "skills": null, "visibility": "members", "discoverable": true,
    });
    let before = app.me(&ada).await;
    for body in [json!({}), same] {
        let reply = app.put(ME, &body).by(&ada).await.is(200);
        assert_eq!(reply.header("etag"), "\"1\"");
        assert_eq!(reply.data(), before);
    }
    // That a language was chosen at all is kept, and so recorded, though it is the same.
    for sql in [
        "SELECT count(*) FROM outbox_events WHERE user_id = $1",
        "SELECT count(*) FROM audit_log WHERE target_id = $1 AND action = 'user.created'",
        "SELECT count(*) FROM audit_log WHERE target_id = $1 AND action <> 'user.created'
             AND changes = '[{\"field\": \"languageChosen\", \"before\": false, \"after\": true}]'",
    ] {
        assert_eq!(
            app.find::<i64>(sql, &ada.id).await,
            1,
            "only that of the creation, and the choice: {sql}"
        );
    }
}

#[tokio::test]
async fn times_are_of_the_change_and_the_creation_stays() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let before = app.me(&ada).await;
    let after = app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
    let me = after.data();
    assert_eq!(me["createdAt"], before["createdAt"]);
    assert_eq!(me["updatedAt"], after.json()["timestamp"]);
    assert_ne!(me["updatedAt"], before["updatedAt"]);
}
