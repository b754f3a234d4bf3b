//! `user.updated`, as followers get it.

use crate::harness::{ME, TestApp};
use futures::future::join_all;
use lapin::types::ShortString;
use serde_json::json;

#[tokio::test]
async fn a_change_is_told_with_its_new_values_and_the_phone_number_by_name_only() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    let ada = app.person("ada").await;
    let body = json!({
        "bio": "Numbers.", "phone": "+442079460000", "displayName": "Countess", "skills": ["Analysis"],
        "firstName": "Ada", "avatarUrl": "https://example.test/a.png",
    });
    let me = app
        .put(ME, &body)
        .by(&ada)
        .header("x-request-id", "r-3")
        .await
        .is(200)
        .data();
    app.put(ME, &json!({"bio": null})).by(&ada).await.is(200);
    let heard = app.published(&ears).await;
    let told = &heard[1].body;
    let expected = json!({
        "id": told["id"], "type": "user.updated", "source": "user-service",
        "data": {
            "userId": ada.id,
            "changes": {
                "bio": "Numbers.", "phone": true, "displayName": "Countess", "skills": ["Analysis"],
                "avatarUrl": "https://example.test/a.png",
            },
            "profile": {
                "firstName": "Ada", "lastName": "Example", "displayName": "Countess",
                "avatarUrl": "https://example.test/a.png",
            },
        },
        "timestamp": me["updatedAt"], "correlationId": "r-3",
        "metadata": {"tenantId": app.default_tenant(), "sequence": 2, "version": 1},
    });
    assert_eq!(*told, expected);
    assert!(!told.to_string().contains("442079460000"));
    assert_eq!(heard[2].body["data"]["changes"], json!({"bio": null}));
}

#[tokio::test]
async fn a_message_bears_the_properties_that_followers_rely_on() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "x"}))
        .by(&ada)
        .header("x-request-id", "r-4")
        .await
        .is(200);
    let heard = app.published(&ears).await;
    let (message, properties) = (&heard[1], &heard[1].properties);
    assert_eq!(message.routing_key, "user.updated");
    assert_eq!(*properties.delivery_mode(), Some(2), "persistent");
    let text = |property: &Option<ShortString>| property.as_ref().map(ToString::to_string);
    for (name, property, expected) in [
        (
            "message_id",
            properties.message_id(),
            message.body["id"].as_str().unwrap(),
        ),
        ("correlation_id", properties.correlation_id(), "r-4"),
        ("type", properties.kind(), "user.updated"),
        ("app_id", properties.app_id(), "user-service"),
        (
            "content_type",
            properties.content_type(),
            "application/json",
        ),
    ] {
        assert_eq!(text(property).as_deref(), Some(expected), "{name}");
    }
    let told = chrono::DateTime::parse_from_rfc3339(message.body["timestamp"].as_str().unwrap());
    let seconds = u64::try_from(told.unwrap().timestamp()).unwrap();
    assert_eq!(*properties.timestamp(), Some(seconds));
}

#[tokio::test]
async fn events_of_a_person_come_in_order_without_a_gap_also_when_changes_race() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ears = app.listen().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let changes = (0..60).map(|n| {
        let (server, person) = if n % 2 == 0 {
            (&app, &ada)
        } else {
            (&other, &ben)
        };
        server
            .put(ME, &json!({"headline": format!("line {n}")}))
            .by(person)
            .into_future()
    });
    for reply in join_all(changes).await {
        reply.is(200);
    }
    // Two relays at once, as two servers have them.
    let (one, two) = tokio::join!(
        app.state().services.relay.drain(),
        other.state().services.relay.drain()
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.failed + two.failed, 0);
    let heard = app.published(&ears).await;
    assert_eq!(heard.len(), 62);
    for person in [&ada, &ben] {
        let told: Vec<_> = heard
            .iter()
            .filter(|h| h.body["data"]["userId"] == person.id.as_str())
            .collect();
        let numbers: Vec<_> = told
            .iter()
            .map(|h| h.body["metadata"]["sequence"].as_i64().unwrap())
            .collect();
        assert_eq!(numbers, (1..=31).collect::<Vec<_>>());
        assert_eq!(told[0].routing_key, "user.created");
        assert!(told[1..].iter().all(|h| h.routing_key == "user.updated"));
        let last = &told[30].body["data"]["changes"]["headline"];
        assert_eq!(*last, app.me(person).await["headline"]);
    }
}

#[tokio::test]
async fn a_refused_change_is_told_to_nobody() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    app.put(ME, &json!({"username": "ada"}))
        .by(&ada)
        .await
        .is(200);
    app.put(ME, &json!({"username": "ada", "bio": "x"}))
        .by(&ben)
        .await
        .fails(409, "username_taken");
    app.put(ME, &json!({"bio": "x"}))
        .by(&ben)
        .header("if-match", "\"9\"")
        .await
        .fails(412, "stale_version");
    app.put(ME, &json!({"bio": 7}))
        .by(&ben)
        .await
        .fails(400, "validation_failed");
    app.put(ME, &json!({"bio": "x"})).by(&ben).await.is(200);
    let heard = app.published(&ears).await;
    let of_ben: Vec<_> = heard
        .iter()
        .filter(|h| h.body["data"]["userId"] == ben.id.as_str())
        .map(|h| {
            (
                h.routing_key.as_str(),
                h.body["metadata"]["sequence"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(of_ben, [("user.created", 1), ("user.updated", 2)]);
}

#[tokio::test]
async fn what_was_published_is_not_published_again() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    app.person("ada").await;
    assert_eq!(app.published(&ears).await.len(), 1);
    assert_eq!(app.published(&ears).await.len(), 0);
}
