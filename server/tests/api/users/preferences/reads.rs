//! What is shown, and to whom.

use super::{MINE, mine, put, values};
use crate::harness::{TestApp, people, tokens};
use reqwest::Method;
use serde_json::json;

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
