//! The broker from outside: who listens there and who tells.

use lapin::{
    BasicProperties, Channel, Confirmation, Connection, ConnectionProperties, Queue,
    options::{
        BasicAckOptions, BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions,
        QueueBindOptions, QueueDeclareOptions,
    },
    types::{AMQPValue, FieldTable, LongString},
};
use serde_json::{Value, json};
use service::Clock;
use uuid::Uuid;

const EXCHANGE: &str = "lms.events";
const QUEUE: &str = "follower";

/// A connection to the broker as it is now.
pub struct Ears {
    _connection: Connection,
    channel: Channel,
}

impl Ears {
    pub async fn at(url: &str) -> Self {
        let connection = Connection::connect(url, ConnectionProperties::default())
            .await
            .unwrap();
        let channel = connection.create_channel().await.unwrap();
        channel
            .confirm_select(ConfirmSelectOptions::default())
            .await
            .unwrap();
        Self {
            _connection: connection,
            channel,
        }
    }

    /// From now on a durable queue keeps every event about people.
    pub async fn follow(&self) {
        let durable = QueueDeclareOptions {
            durable: true,
            ..Default::default()
        };
        self.channel
            .queue_declare(QUEUE.into(), durable, FieldTable::default())
            .await
            .unwrap();
        let (options, none) = (QueueBindOptions::default(), FieldTable::default());
        self.channel
            .queue_bind(
                QUEUE.into(),
                EXCHANGE.into(),
                "user.#".into(),
                options,
                none,
            )
            .await
            .unwrap();
    }

    /// Everything that the queue has kept, in order: the message's id and its body.
    pub async fn kept(&self) -> Vec<(String, Value)> {
        let mut all = Vec::new();
        let get = || {
            self.channel
                .basic_get(QUEUE.into(), BasicGetOptions::default())
        };
        while let Some(message) = get().await.unwrap() {
            let delivery = message.delivery;
            delivery.ack(BasicAckOptions::default()).await.unwrap();
            let id = delivery
                .properties
                .message_id()
                .as_ref()
                .unwrap()
                .to_string();
            all.push((id, serde_json::from_slice(&delivery.data).unwrap()));
        }
        all
    }

    /// How many listen to a queue.
    pub async fn consumers(&self, queue: &str) -> u32 {
        let queue = self.look_at(queue).await;
        queue.map_or(0, |queue| queue.consumer_count())
    }

    /// How many messages wait in a queue that is there.
    pub async fn waiting(&self, queue: &str) -> u32 {
        self.look_at(queue).await.unwrap().message_count()
    }

    /// Tells, under this key, of what is no event.
    pub async fn tell_nonsense(&self, key: &str, id: &str) {
        let properties = BasicProperties::default().with_message_id(id.into());
        self.publish(EXCHANGE, key, b"nonsense", properties).await;
    }

    /// Puts aside, as if it had failed for long, that the auth-service told of somebody new; gives their id there.
    pub async fn put_aside(&self, queue: &str, id: &str) -> Uuid {
        let (auth_id, event) = registered();
        let mut headers = FieldTable::default();
        headers.insert("x-attempt".into(), AMQPValue::LongLongInt(5));
        let reason = LongString::from("the database was restored");
        headers.insert("x-reason".into(), AMQPValue::LongString(reason));
        let properties = BasicProperties::default()
            .with_delivery_mode(2)
            .with_message_id(id.into())
            .with_headers(headers);
        let body = event.to_string();
        self.publish("", queue, body.as_bytes(), properties).await;
        auth_id
    }

    async fn look_at(&self, queue: &str) -> Result<Queue, lapin::Error> {
        let passive = QueueDeclareOptions {
            passive: true,
            ..Default::default()
        };
        let asked = self
            .channel
            .queue_declare(queue.into(), passive, FieldTable::default());
        asked.await
    }

    /// Tells, as the auth-service does, of somebody new; gives their id there.
    pub async fn register(&self) -> Uuid {
        let (auth_id, event) = registered();
        let persistent = BasicProperties::default().with_delivery_mode(2);
        let body = event.to_string();
        self.publish(
            EXCHANGE,
            "auth.user.registered",
            body.as_bytes(),
            persistent,
        )
        .await;
        auth_id
    }

    /// Publishes what a queue takes.
    async fn publish(&self, exchange: &str, key: &str, body: &[u8], properties: BasicProperties) {
        let mandatory = BasicPublishOptions {
            mandatory: true,
            ..Default::default()
        };
        let confirmed = self
            .channel
            .basic_publish(exchange.into(), key.into(), mandatory, body, properties)
            .await
            .unwrap()
            .await
            .unwrap();
        assert!(
            matches!(confirmed, Confirmation::Ack(None)),
            "no queue took the event"
        );
    }
}

/// What the auth-service tells of somebody new, and their id there.
fn registered() -> (Uuid, Value) {
    let auth_id = Clock::system().new_id();
    let event = json!({
        "id": Clock::system().new_id(), "type": "auth.user.registered", "source": "auth-service",
        "data": {"authId": auth_id, "email": format!("{auth_id}@example.test")},
        "timestamp": Clock::system().now(), "metadata": {"version": 1},
    });
    (auth_id, event)
}
