//! `/users/{id}/preferences…`

use crate::harness::{Person, TestApp, people, tokens};
use reqwest::Method;
use serde_json::{Value, json};

const MINE: &str = "/api/v1/users/me/preferences";

/// `{category.key: value}` of a list.
fn values(list: &Value) -> Value {
    let entries = list.as_array().expect("a list").iter().map(|p| {
        let name = format!(
            "{}.{}",
            p["category"].as_str().unwrap(),
            p["key"].as_str().unwrap()
        );
        (name, p["value"].clone())
    });
    Value::Object(entries.collect())
}

async fn mine(app: &TestApp, person: &Person) -> Value {
    app.get(MINE).by(person).await.is(200).data()
}

async fn put(app: &TestApp, person: &Person, category: &str, entries: Value) -> Value {
    let body = json!({"preferences": entries});
    app.put(&format!("{MINE}/{category}"), &body)
        .by(person)
        .await
        .is(200)
        .data()
}

#[tokio::test]
async fn a_preference_is_shown_as_the_specification_says() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    put(
        &app,
        &ada,
        "learning",
        json!([{"key": "daily_goal", "value": {"minutes": 30}}]),
    )
    .await;
    let list = app
        .get(&format!("{MINE}/learning"))
        .by(&ada)
        .await
        .is(200)
        .data();
    let shown = &list[0];
    assert_eq!(shown["userId"], ada.id);
    assert_eq!(shown["value"], json!({"minutes": 30}));
    let names: Vec<_> = shown
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "category",
            "createdAt",
            "id",
            "key",
            "updatedAt",
            "userId",
            "value"
        ]
    );
    // Every one has an id of its own that stays, those that show settings too.
    let (first, second) = (mine(&app, &ada).await, mine(&app, &ada).await);
    assert_eq!(first, second);
    let mut ids: Vec<_> = first
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].to_string())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), first.as_array().unwrap().len());
}

#[tokio::test]
async fn each_category_has_its_own_and_another_is_refused() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for (category, expected) in [
        (
            "notifications",
            json!({
                "notifications.email_enabled": true, "notifications.email_marketing": false,
                "notifications.email_new_course_alerts": true, "notifications.push_enabled": false,
                "notifications.sms_enabled": false,
            }),
        ),
        ("ui", json!({"ui.language": "en", "ui.theme": "system"})),
        ("learning", json!({})),
        ("privacy", json!({})),
    ] {
        let list = app
            .get(&format!("{MINE}/{category}"))
            .by(&ada)
            .await
            .is(200)
            .data();
        assert_eq!(values(&list), expected);
    }
    for bad in ["other", "UI", "%20ui"] {
        let path = format!("{MINE}/{bad}");
        app.get(&path)
            .by(&ada)
            .await
            .refuses(&[("category", "invalid_choice")]);
        let body = json!({"preferences": []});
        app.put(&path, &body)
            .by(&ada)
            .await
            .refuses(&[("category", "invalid_choice")]);
        let gone = app.call(Method::DELETE, &format!("{path}/key")).by(&ada);
        gone.await.refuses(&[("category", "invalid_choice")]);
    }
}

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
async fn admins_and_services_read_and_nobody_but_the_owner_writes() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let admin = app.admin("alan").await;
    let (service, scopeless) = (
        tokens::service("users:read"),
        tokens::service("enrollments:read"),
    );
    let theirs = format!("{}/preferences", ada.path());
    let expected = mine(&app, &ada).await;
    for token in [ada.token(), admin.token(), service.clone()] {
        assert_eq!(
            app.get(&theirs).bearer(&token).await.is(200).data(),
            expected
        );
        app.get(&format!("{theirs}/ui"))
            .bearer(&token)
            .await
            .is(200);
    }
    app.get(&theirs)
        .bearer(&scopeless)
        .await
        .fails(403, "forbidden");
    let body = json!({"preferences": [{"key": "theme", "value": "dark"}]});
    for token in [
        admin.token(),
        service.clone(),
        tokens::service("users:write"),
    ] {
        app.put(&format!("{theirs}/ui"), &body)
            .bearer(&token)
            .await
            .fails(403, "forbidden");
        let delete = app
            .call(Method::DELETE, &format!("{theirs}/ui/theme"))
            .bearer(&token);
        delete.await.fails(403, "forbidden");
    }
    let nobody = format!("/api/v1/users/{}/preferences", people::new_id());
    for token in [admin.token(), service] {
        app.get(&nobody)
            .bearer(&token)
            .await
            .fails(404, "not_found");
    }
    assert_eq!(mine(&app, &ada).await, expected);
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

#[tokio::test]
async fn another_server_sees_a_change_at_once() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    for round in 0..10 {
        mine(&other, &ada).await;
        put(
            &app,
            &ada,
            "learning",
            json!([{"key": "round", "value": round}]),
        )
        .await;
        assert_eq!(values(&mine(&other, &ada).await)["learning.round"], round);
    }
    app.call(Method::DELETE, &format!("{MINE}/learning/round"))
        .by(&ada)
        .await
        .is(200);
    assert_eq!(
        values(&mine(&other, &ada).await).get("learning.round"),
        None
    );
}
