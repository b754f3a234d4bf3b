//! `/users/me/settings`, with and without a version in the address.

use crate::harness::{ME, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const SETTINGS: &str = "/api/v1/users/me/settings";
const UNVERSIONED: &str = "/api/users/me/settings";

fn defaults() -> Value {
    json!({
        "theme": "system", "language": "en", "timezone": "UTC",
        "emailNotifications": {"marketing": false, "newCourseAlerts": true},
    })
}

async fn settings(app: &TestApp, person: &Person) -> Value {
    app.get(SETTINGS).by(person).await.is(200).data()
}

#[tokio::test]
async fn a_new_account_has_the_defaults_under_both_addresses() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for path in [SETTINGS, UNVERSIONED] {
        let reply = app.get(path).by(&ada).await.is(200);
        assert_eq!(reply.data(), defaults(), "{path}");
        assert_eq!(reply.header("etag"), "\"1\"");
        assert_eq!(reply.header("cache-control"), "private, no-cache");
    }
}

#[tokio::test]
async fn what_is_sent_is_changed_by_every_method_and_address() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut expected = defaults();
    let steps = [
        (Method::PUT, SETTINGS, "theme", json!("dark")),
        (Method::PATCH, SETTINGS, "timezone", json!("Europe/Madrid")),
        (Method::PUT, UNVERSIONED, "language", json!("es")),
        (Method::PATCH, UNVERSIONED, "theme", json!("light")),
    ];
    for (n, (method, path, field, value)) in steps.into_iter().enumerate() {
        let reply = app
            .call(method, path)
            .json(&json!({field: value}))
            .by(&ada)
            .await
            .is(200);
        expected[field] = value;
        assert_eq!(reply.data(), expected);
        assert_eq!(reply.json()["message"], "Settings updated successfully");
        assert_eq!(reply.header("etag"), format!("\"{}\"", n + 2));
    }
    let reply = app
        .call(Method::PATCH, SETTINGS)
        .by(&ada)
        .body(
            "application/merge-patch+json",
            r#"{"emailNotifications":{"marketing":true}}"#,
        )
        .await
        .is(200);
    assert_eq!(
        reply.data()["emailNotifications"],
        json!({"marketing": true, "newCourseAlerts": true})
    );
    assert_eq!(settings(&app, &ada).await, reply.data());
}

#[tokio::test]
async fn unknown_and_wrong_fields_are_all_listed_and_nothing_is_saved() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for path in [SETTINGS, UNVERSIONED] {
        let body = json!({
            "theme": "sepia", "language": "tlh", "timezone": "Mars/Olympus", "fontSize": 12, "version": 1,
            "emailNotifications": {"marketing": "yes", "weekly": true},
        });
        app.put(path, &body).by(&ada).await.refuses(&[
            ("emailNotifications.marketing", "invalid_type"),
            ("emailNotifications.weekly", "unknown_field"),
            ("fontSize", "unknown_field"),
            ("language", "invalid_choice"),
            ("theme", "invalid_choice"),
            ("timezone", "invalid_timezone"),
            ("version", "unknown_field"),
        ]);
    }
    let nothing = json!({"theme": null, "language": null, "timezone": " ", "emailNotifications": {"marketing": null}});
    app.put(SETTINGS, &nothing).by(&ada).await.refuses(&[
        ("theme", "required"),
        ("language", "required"),
        ("timezone", "required"),
        ("emailNotifications.marketing", "required"),
    ]);
    for (kind, body, status, code) in [
        ("application/json", "{\"theme\":", 400, "malformed_json"),
        ("application/json", "[]", 400, "validation_failed"),
        ("text/plain", "{}", 415, "unsupported_media_type"),
    ] {
        let call = app.call(Method::PUT, SETTINGS).by(&ada).body(kind, body);
        call.await.fails(status, code);
    }
    assert_eq!(settings(&app, &ada).await, defaults());
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for path in [SETTINGS, UNVERSIONED] {
        let reply = app.call(Method::DELETE, path).by(&ada).await;
        let allowed = reply.header("allow").to_owned();
        reply.fails(405, "method_not_allowed");
        for method in ["GET", "PUT", "PATCH"] {
            assert!(allowed.contains(method), "{method} not in {allowed}");
        }
    }
}

#[tokio::test]
async fn they_are_saved_over_the_version_that_was_seen_and_known_ones_are_not_sent_again() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let put = async |tag: &str, theme: &str| {
        let body = json!({"theme": theme});
        app.put(SETTINGS, &body)
            .by(&ada)
            .header("if-match", tag)
            .await
    };
    put("\"1\"", "dark").await.is(200);
    let told = put("\"1\"", "light").await.fails(412, "stale_version");
    assert_eq!(told["current"]["theme"], "dark");
    put("\"7\", \"2\"", "light").await.is(200);
    let same = app
        .get(SETTINGS)
        .by(&ada)
        .header("if-none-match", "\"3\"")
        .await
        .is(304);
    assert!(same.text.is_empty());
    app.get(SETTINGS)
        .by(&ada)
        .header("if-none-match", "\"2\"")
        .await
        .is(200);
}

#[tokio::test]
async fn the_same_again_changes_nothing_and_tells_nobody() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    let ada = app.person("ada").await;
    for _ in 0..3 {
        let reply = app
            .put(SETTINGS, &json!({"theme": "dark"}))
            .by(&ada)
            .await
            .is(200);
        assert_eq!(reply.header("etag"), "\"2\"");
    }
    let told: Vec<_> = app
        .published(&ears)
        .await
        .into_iter()
        .map(|event| event.routing_key)
        .collect();
    assert_eq!(
        told,
        [
            "user.created",
            "user.settings_updated",
            "user.preferences_updated"
        ]
    );
}

#[tokio::test]
async fn followers_are_told_what_changed_and_nothing_else() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    let ada = app.person("ada").await;
    let body = json!({"language": "es", "theme": "system", "emailNotifications": {"newCourseAlerts": false}});
    app.put(SETTINGS, &body)
        .by(&ada)
        .header("x-request-id", "choice-7")
        .await
        .is(200);
    let heard = app.published(&ears).await;
    let data = |kind: &str| {
        let event = heard
            .iter()
            .find(|event| event.routing_key == kind)
            .expect(kind);
        assert_eq!(event.body["correlationId"], "choice-7");
        event.body["data"].clone()
    };
    let settings = json!({"userId": ada.id, "changes": {"language": "es", "emailNotifications.newCourseAlerts": false}});
    assert_eq!(data("user.settings_updated"), settings);
    assert_eq!(data("user.updated")["changes"], json!({"language": "es"}));
    let preferences = json!({"userId": ada.id, "changes": [
        {"category": "notifications", "key": "email_new_course_alerts", "value": false},
        {"category": "ui", "key": "language", "value": "es"},
    ]});
    assert_eq!(data("user.preferences_updated"), preferences);
}

#[tokio::test]
async fn another_server_sees_a_change_at_once() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    for round in 0..10 {
        let theme = ["dark", "light"][round % 2];
        let zone = ["Asia/Tokyo", "Europe/Madrid"][round % 2];
        settings(&other, &ada).await;
        app.put(SETTINGS, &json!({"theme": theme}))
            .by(&ada)
            .await
            .is(200);
        assert_eq!(settings(&other, &ada).await["theme"], theme);
        other
            .put(ME, &json!({"timezone": zone}))
            .by(&ada)
            .await
            .is(200);
        assert_eq!(settings(&app, &ada).await["timezone"], zone);
    }
}
