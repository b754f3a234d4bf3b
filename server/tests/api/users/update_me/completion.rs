//! How complete a profile is.

use crate::harness::{ME, TestApp};
use serde_json::{Value, json};

fn missing(me: &Value) -> Vec<(&str, f64)> {
    me["profileCompletion"]["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["field"].as_str().unwrap(), m["weight"].as_f64().unwrap()))
        .collect()
}

#[tokio::test]
async fn each_field_adds_its_weight_and_leaves_the_list() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let all = [
        ("username", 10.0),
        ("bio", 10.0),
        ("avatarUrl", 10.0),
        ("phone", 5.0),
    ];
    assert_eq!(missing(&app.me(&ada).await), all);
    let steps = [
        ("bio", "Numbers.", 75, false),
        ("username", "ada.l", 85, false),
        ("phone", "+442079460000", 90, true),
        ("avatarUrl", "https://example.test/a.png", 100, true),
    ];
    for (field, value, percentage, completed) in steps {
        let me = app
            .put(ME, &json!({field: value}))
            .by(&ada)
            .await
            .is(200)
            .data();
        assert_eq!(me["profileCompletionPercentage"], percentage, "{field}");
        assert_eq!(me["profileCompletion"]["percentage"], percentage, "{field}");
        assert_eq!(me["profileCompleted"], completed, "{field}");
        assert!(
            missing(&me).iter().all(|(name, _)| *name != field),
            "{field}"
        );
        assert_eq!(app.me(&ada).await, me);
    }
}

#[tokio::test]
async fn a_profile_that_loses_a_field_is_no_longer_complete() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let full = json!({"bio": "x", "username": "ada", "phone": "+442079460000"});
    let me = app.put(ME, &full).by(&ada).await.is(200).data();
    assert_eq!(me["profileCompleted"], true);
    let me = app
        .put(ME, &json!({"bio": "  "}))
        .by(&ada)
        .await
        .is(200)
        .data();
    assert_eq!(me["profileCompleted"], false);
    assert_eq!(me["profileCompletionPercentage"], 80);
    assert_eq!(missing(&me), [("bio", 10.0), ("avatarUrl", 10.0)]);
    let kept: bool = app
        .find(
            "SELECT profile_completed FROM user_profiles WHERE user_id = $1",
            &ada.id,
        )
        .await;
    assert!(!kept);
}
