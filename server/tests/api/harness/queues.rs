//! The queues of a test's own, from outside.

use super::{TestApp, address_of};
use lapin::{
    BasicProperties, Channel, Confirmation, Connection, ConnectionProperties,
    message::Delivery,
    options::{
        BasicGetOptions, BasicNackOptions, BasicPublishOptions, ConfirmSelectOptions,
        QueueDeclareOptions,
    },
    types::{AMQPValue, FieldTable},
};

/// How often a message was tried, in its headers.
const ATTEMPT: &str = "x-attempt";

/// A connection to the broker.
pub struct Queues {
    connection: Connection,
    channel: Channel,
}

impl TestApp {
    pub async fn queues(&self) -> Queues {
        let url = address_of("RABBITMQ_URL");
        let connection = Connection::connect(&url, ConnectionProperties::default());
        let connection = connection.await.unwrap();
        let channel = connection.create_channel().await.unwrap();
        let confirm = ConfirmSelectOptions::default();
        channel.confirm_select(confirm).await.unwrap();
        Queues {
            connection,
            channel,
        }
    }
}

impl Queues {
    /// Publishes a message that a queue takes.
    pub async fn publish(&self, exchange: &str, key: &str, body: &[u8]) {
        self.publish_with(FieldTable::default(), exchange, key, body)
            .await;
    }

    /// Puts a message into a queue that failed so often before.
    pub async fn put(&self, queue: &str, attempt: i64, body: &[u8]) {
        let mut headers = FieldTable::default();
        headers.insert(ATTEMPT.into(), AMQPValue::LongLongInt(attempt));
        self.publish_with(headers, "", queue, body).await;
    }

    async fn publish_with(&self, headers: FieldTable, exchange: &str, key: &str, body: &[u8]) {
        let mandatory = BasicPublishOptions {
            mandatory: true,
            ..Default::default()
        };
        let properties = BasicProperties::default()
            .with_delivery_mode(2)
            .with_headers(headers);
        let sent =
            self.channel
                .basic_publish(exchange.into(), key.into(), mandatory, body, properties);
        let confirmed = sent.await.unwrap().await.unwrap();
        assert!(matches!(confirmed, Confirmation::Ack(None)), "no queue");
    }

    /// How many messages wait in a queue; none where there is no such queue.
    pub async fn waiting(&self, queue: &str) -> u32 {
        let passive = QueueDeclareOptions {
            passive: true,
            ..Default::default()
        };
        // The broker ends a channel that asks for what is not there.
        let channel = self.connection.create_channel().await.unwrap();
        let asked = channel.queue_declare(queue.into(), passive, FieldTable::default());
        asked.await.map_or(0, |queue| queue.message_count())
    }

    /// Takes a message out of a queue, and gives it back as somebody does who ends.
    pub async fn take_and_end(&self, queue: &str) {
        let taken = self.get(queue, false).await;
        let back = BasicNackOptions {
            requeue: true,
            ..Default::default()
        };
        assert!(taken.nack(back).await.unwrap());
    }

    /// Takes a message out of a queue.
    pub async fn take(&self, queue: &str) -> Delivery {
        self.get(queue, true).await
    }

    async fn get(&self, queue: &str, no_ack: bool) -> Delivery {
        let get = self
            .channel
            .basic_get(queue.into(), BasicGetOptions { no_ack });
        get.await.unwrap().expect("a message").delivery
    }
}
