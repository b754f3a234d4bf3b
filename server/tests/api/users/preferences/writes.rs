//! Setting and deleting.

use super::{MINE, mine, put, values};
use crate::harness::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_put_answers_with_the_whole_category() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let body = json!({"preferences": [
        {"key": "email_enabled", "value": true}, {"key": "push_enabled", "value": true},
        {"key": "email_marketing", "value": true},
    ]});
    let reply = app
        .put(&format!("{MINE}/notifications"), &body)
        .by(&ada)
        .await
        .is(200);
    assert_eq!(reply.json()["message"], "Preferences updated successfully");
    assert_eq!(
        values(&reply.data()),
        json!({
            "notifications.email_enabled": true, "notifications.email_marketing": true,
            "notifications.email_new_course_alerts": true, "notifications.push_enabled": true,
            "notifications.sms_enabled": false,
        })
    );
    let settings = app
        .get("/api/v1/users/me/settings")
        .by(&ada)
        .await
        .is(200)
        .data();
    assert_eq!(settings["emailNotifications"]["marketing"], true);
}

#[tokio::test]
async fn a_put_with_anything_bad_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let before = mine(&app, &ada).await;
    let put = async |category: &str, body: &Value| {
        app.put(&format!("{MINE}/{category}"), body).by(&ada).await
    };
    let long = "x".repeat(8 * 1024);
    put("learning", &json!({"preferences": [
        {"key": "good", "value": 1}, {"key": "Bad Key", "value": 1}, {"key": "large", "value": long},
        {"key": "good", "value": 2}, {"key": "nul", "value": ["\u{0}"]}, {"key": "none"}, 7,
    ], "mode": "merge"}))
    .await
    .refuses(&[
        ("preferences[1].key", "invalid_key"),
        ("preferences[2].value", "too_large"),
        ("preferences[3].key", "duplicate"),
        ("preferences[4].value", "invalid_format"),
        ("preferences[5].value", "required"),
        ("preferences[6]", "invalid_type"),
        ("mode", "unknown_field"),
    ]);
    put("ui", &json!({"preferences": [{"key": "density", "value": 1}, {"key": "theme", "value": "sepia"}]}))
        .await
        .refuses(&[("preferences[1].value", "invalid_choice")]);
    put("ui", &json!({}))
        .await
        .refuses(&[("preferences", "required")]);
    let many: Vec<_> = (0..201)
        .map(|n| json!({"key": format!("k{n}"), "value": n}))
        .collect();
    put("ui", &json!({"preferences": many}))
        .await
        .refuses(&[("preferences", "too_many")]);
    let full: Vec<_> = (0..194)
        .map(|n| json!({"key": format!("k{n}"), "value": n}))
        .collect();
    put("ui", &json!({"preferences": full}))
        .await
        .refuses(&[("preferences", "too_many")]);
    // A lone surrogate is no text.
    let path = format!("{MINE}/ui");
    let body = r#"{"preferences":[{"key":"k","value":"\ud800"}]}"#;
    let call = app
        .call(Method::PUT, &path)
        .by(&ada)
        .body("application/json", body);
    call.await.fails(400, "malformed_json");
    assert_eq!(mine(&app, &ada).await, before);
}

#[tokio::test]
async fn values_come_back_as_they_were_sent() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for value in [
        json!(null),
        json!(0),
        json!(-1.25),
        json!(9_007_199_254_740_993_i64),
        json!(""),
        json!("\u{1f600} \" \\ \n"),
        json!([]),
        json!({"a": {"b": [1, [2, {"c": null}]]}}),
        json!("x".repeat(8 * 1024 - 2)),
    ] {
        let list = put(
            &app,
            &ada,
            "privacy",
            json!([{"key": "any", "value": value}]),
        )
        .await;
        assert_eq!(list[0]["value"], value);
        assert_eq!(
            mine(&app, &ada)
                .await
                .as_array()
                .unwrap()
                .iter()
                .find(|p| p["key"] == "any")
                .unwrap()["value"],
            value
        );
    }
}

#[tokio::test]
async fn a_deleted_one_is_gone_and_deleting_it_again_finds_nothing() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    put(
        &app,
        &ada,
        "learning",
        json!([{"key": "daily.goal-1", "value": 3}]),
    )
    .await;
    let path = format!("{MINE}/learning/daily.goal-1");
    let reply = app.call(Method::DELETE, &path).by(&ada).await.is(200);
    assert_eq!(reply.data(), json!({"deleted": true}));
    assert_eq!(reply.json()["message"], "Preference deleted successfully");
    app.call(Method::DELETE, &path)
        .by(&ada)
        .await
        .fails(404, "not_found");
    let bad = app
        .call(Method::DELETE, &format!("{MINE}/learning/Daily"))
        .by(&ada);
    bad.await.refuses(&[("key", "invalid_key")]);
    put(&app, &ada, "ui", json!([{"key": "theme", "value": "dark"}])).await;
    app.call(Method::DELETE, &format!("{MINE}/ui/theme"))
        .by(&ada)
        .await
        .is(200);
    assert_eq!(values(&mine(&app, &ada).await)["ui.theme"], "system");
}

#[tokio::test]
async fn puts_at_once_to_one_category_all_count() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let puts = (0..20).map(|n| {
        let entries = json!([{"key": format!("key{n}"), "value": n}, {"key": "last", "value": n}]);
        put(&app, &ada, "learning", entries)
    });
    futures::future::join_all(puts).await;
    let list = app
        .get(&format!("{MINE}/learning"))
        .by(&ada)
        .await
        .is(200)
        .data();
    assert_eq!(list.as_array().unwrap().len(), 21);
    let ears = "SELECT count(*) FROM outbox_events WHERE user_id = $1 AND type = 'user.preferences_updated'";
    assert_eq!(app.find::<i64>(ears, &ada.id).await, 20);
}
