//! A queue of the test's own that events go to.

use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties, ExchangeKind,
    options::{
        BasicGetOptions, ExchangeDeclareOptions, ExchangeDeleteOptions, QueueBindOptions,
        QueueDeclareOptions, QueueDeleteOptions,
    },
    types::{FieldTable, ShortString},
};
use serde_json::Value;

/// Hears events of one exchange.
pub struct Ears {
    channel: Channel,
    queue: ShortString,
    // The queue is exclusive: it lives as long as the connection.
    _connection: Connection,
}

/// One event as a follower gets it.
#[derive(Debug)]
pub struct Heard {
    pub routing_key: String,
    pub body: Value,
    pub properties: BasicProperties,
}

impl Ears {
    pub async fn open(broker: &str, exchange: &str, keys: &[&str]) -> Self {
        let connection = connect(broker).await;
        let channel = connection.create_channel().await.unwrap();
        let durable = ExchangeDeclareOptions {
            durable: true,
            ..Default::default()
        };
        let exclusive = QueueDeclareOptions {
            exclusive: true,
            ..Default::default()
        };
        let table = FieldTable::default;
        channel
            .exchange_declare(exchange.into(), ExchangeKind::Topic, durable, table())
            .await
            .unwrap();
        let queue = channel
            .queue_declare("".into(), exclusive, table())
            .await
            .unwrap();
        let queue = queue.name().clone();
        for key in keys {
            let options = QueueBindOptions::default();
            let bound = channel.queue_bind(
                queue.clone(),
                exchange.into(),
                (*key).into(),
                options,
                table(),
            );
            bound.await.unwrap();
        }
        Self {
            channel,
            queue,
            _connection: connection,
        }
    }

    /// All that has come. The broker confirms an event when it is in its queues, so what was
    /// drained before this call is here.
    pub async fn all(&self) -> Vec<Heard> {
        let mut heard = Vec::new();
        let no_ack = BasicGetOptions { no_ack: true };
        while let Some(message) = self
            .channel
            .basic_get(self.queue.clone(), no_ack)
            .await
            .unwrap()
        {
            heard.push(Heard {
                routing_key: message.delivery.routing_key.to_string(),
                body: serde_json::from_slice(&message.delivery.data).unwrap(),
                properties: message.delivery.properties.clone(),
            });
        }
        heard
    }
}

/// Deletes exchanges and queues, whether or not they were made.
pub async fn forget(broker: &str, exchanges: [&String; 2], queues: &[String]) {
    let connection = connect(broker).await;
    let channel = connection.create_channel().await.unwrap();
    for exchange in exchanges {
        let gone = ExchangeDeleteOptions::default();
        let deleted = channel.exchange_delete(exchange.as_str().into(), gone);
        deleted.await.unwrap();
    }
    for queue in queues {
        let gone = QueueDeleteOptions::default();
        let deleted = channel.queue_delete(queue.as_str().into(), gone);
        deleted.await.unwrap();
    }
    connection.close(200, "done".into()).await.unwrap();
}

async fn connect(broker: &str) -> Connection {
    Connection::connect(broker, ConnectionProperties::default())
        .await
        .expect("RABBITMQ_URL: RabbitMQ must answer there")
}
