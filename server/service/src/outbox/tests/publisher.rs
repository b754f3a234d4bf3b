//! What the broker is told of an event.

use super::role_changed;
use crate::testing::{broker::Broker, profile, world};
use ::broker::Publisher;
use contract::{
    EventId, TenantId, UserId,
    event::{Event, EventMetadata, SOURCE, VERSION},
};
use uuid::Uuid;

fn event(kind: &str) -> Event {
    let data = serde_json::to_value(role_changed(&world::person(&profile())));
    Event {
        id: EventId(Uuid::from_u128(rand::random())),
        kind: kind.into(),
        source: SOURCE.into(),
        data: data.expect("JSON"),
        timestamp: world::noon(),
        correlation_id: Some("request-1".into()),
        metadata: EventMetadata {
            tenant_id: Some(TenantId(Uuid::from_u128(3))),
            sequence: Some(7),
            version: Some(VERSION),
        },
    }
}

#[tokio::test]
async fn a_change_of_role_comes_under_both_keys_and_once_a_queue() {
    let broker = Broker::new().await;
    let keys = ["user.role_changed", "user.role.changed"];
    let both = broker.listen(&keys).await;
    let (first, second) = (
        broker.listen(&keys[..1]).await,
        broker.listen(&keys[1..]).await,
    );
    let all = broker.listen(&["#"]).await;
    let publisher = Publisher::new(broker.config.clone());
    publisher
        .publish(&event("user.role_changed"))
        .await
        .expect("a confirm");
    for ear in [both, first, second, all] {
        assert_eq!(ear.deliveries().await.len(), 1);
    }
    broker.remove().await;
}

#[tokio::test]
async fn the_frame_and_the_properties_are_those_of_the_contract() {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.updated"]).await;
    let told = event("user.updated");
    let publisher = Publisher::new(broker.config.clone());
    publisher.publish(&told).await.expect("a confirm");
    let delivery = ear.deliveries().await.remove(0);
    let properties = &delivery.properties;
    let id = told.id.to_string();
    let text = |value: &Option<lapin::types::ShortString>| value.as_ref().map(ToString::to_string);
    assert_eq!(text(properties.message_id()), Some(id.clone()));
    assert_eq!(
        text(properties.correlation_id()).as_deref(),
        Some("request-1")
    );
    assert_eq!(text(properties.kind()).as_deref(), Some("user.updated"));
    assert_eq!(
        text(properties.content_type()).as_deref(),
        Some("application/json")
    );
    assert_eq!(text(properties.app_id()).as_deref(), Some("user-service"));
    assert_eq!(*properties.delivery_mode(), Some(2));
    assert_eq!(*properties.timestamp(), Some(1_795_262_400));

    let body: serde_json::Value = serde_json::from_slice(&delivery.data).expect("JSON");
    let user_id = UserId(Uuid::from_u128(1));
    let expected = serde_json::json!({
        "id": id, "type": "user.updated", "source": "user-service",
        "data": {"userId": user_id, "authId": Uuid::from_u128(2), "oldRole": "student",
                 "newRole": "instructor", "changedBy": null},
        "timestamp": "2026-11-21T12:00:00Z", "correlationId": "request-1",
        "metadata": {"tenantId": Uuid::from_u128(3), "sequence": 7, "version": 1},
    });
    assert_eq!(body, expected);
    broker.remove().await;
}
