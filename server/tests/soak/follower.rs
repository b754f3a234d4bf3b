//! Another service that follows every event about people, in a durable queue of its own.

use lapin::{
    Channel, Connection, ConnectionProperties,
    options::{BasicAckOptions, BasicGetOptions, QueueBindOptions, QueueDeclareOptions},
    types::FieldTable,
};
use serde_json::Value;

const EXCHANGE: &str = "lms.events";
const QUEUE: &str = "follower";

/// A connection to the broker as it is now.
pub struct Follower {
    _connection: Connection,
    channel: Channel,
}

impl Follower {
    pub async fn at(url: &str) -> Self {
        let opened = Connection::connect(url, ConnectionProperties::default()).await;
        let connection = opened.unwrap();
        let channel = connection.create_channel().await.unwrap();
        Self {
            _connection: connection,
            channel,
        }
    }

    /// From now on the queue keeps every event about people, also while the broker is away.
    pub async fn follow(&self) {
        let durable = QueueDeclareOptions {
            durable: true,
            ..Default::default()
        };
        let (channel, none) = (&self.channel, FieldTable::default);
        let declared = channel.queue_declare(QUEUE.into(), durable, none());
        declared.await.unwrap();
        let (key, options) = ("user.#", QueueBindOptions::default());
        let bound = channel.queue_bind(QUEUE.into(), EXCHANGE.into(), key.into(), options, none());
        bound.await.unwrap();
    }

    /// Whether there is such a queue.
    pub async fn is_there(&self, queue: &str) -> bool {
        let passive = QueueDeclareOptions {
            passive: true,
            ..Default::default()
        };
        let asked = self
            .channel
            .queue_declare(queue.into(), passive, FieldTable::default());
        asked.await.is_ok()
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
            let id = delivery.properties.message_id().as_ref().unwrap();
            let event = serde_json::from_slice(&delivery.data).unwrap();
            all.push((id.to_string(), event));
        }
        all
    }
}
