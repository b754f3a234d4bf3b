//! An exchange of a test's own, and ears at it.

use super::{part, unique};
use ::broker::{BrokerConfig, Publisher};
use contract::event::Event;
use lapin::{
    Channel, Connection, ConnectionProperties,
    message::Delivery,
    options::{
        BasicAckOptions, BasicGetOptions, ExchangeDeleteOptions, QueueBindOptions,
        QueueDeclareOptions, QueueDeleteOptions,
    },
    types::{AMQPValue, FieldTable, LongString},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A broker whose exchange nobody else uses; it goes with `remove`.
pub(crate) struct Broker {
    pub(crate) config: BrokerConfig,
    connection: Connection,
    channel: Channel,
}

/// A queue that somebody else has bound.
pub(crate) struct Ear<'a> {
    broker: &'a Broker,
    queue: String,
}

/// What a test tells the service layer of its broker.
pub(crate) fn config(url: String) -> BrokerConfig {
    let name = unique("service-test");
    BrokerConfig {
        url: url.into(),
        exchange: format!("{name}.events"),
        queue: format!("{name}.queue"),
        retry_pauses: Vec::new(),
        hold_at_most: std::time::Duration::ZERO,
        prefetch: 1,
        queue_type: ::broker::QueueType::Classic,
    }
}

impl Broker {
    pub(crate) async fn new() -> Self {
        let url = part("RABBITMQ_URL");
        let config = config(url.clone());
        // The publisher declares the exchange.
        let publisher = Publisher::new(config.clone());
        publisher.ready().await.expect("the broker answers");
        publisher.close().await;
        let connection = Connection::connect(&url, ConnectionProperties::default())
            .await
            .expect("the broker answers");
        let channel = connection.create_channel().await.expect("a channel");
        Self {
            config,
            connection,
            channel,
        }
    }

    /// A queue bound to these keys.
    pub(crate) async fn listen(&self, keys: &[&str]) -> Ear<'_> {
        self.ear(keys, FieldTable::default()).await
    }

    /// A queue bound to these keys that refuses every message.
    pub(crate) async fn refuse(&self, keys: &[&str]) -> Ear<'_> {
        let mut arguments = FieldTable::default();
        arguments.insert("x-max-length".into(), AMQPValue::LongLongInt(0));
        let overflow = AMQPValue::LongString(LongString::from("reject-publish"));
        arguments.insert("x-overflow".into(), overflow);
        self.ear(keys, arguments).await
    }

    async fn ear(&self, keys: &[&str], arguments: FieldTable) -> Ear<'_> {
        let exclusive = QueueDeclareOptions {
            exclusive: true,
            ..Default::default()
        };
        let declared = self
            .channel
            .queue_declare("".into(), exclusive, arguments)
            .await
            .expect("a queue");
        let queue = declared.name().to_string();
        for key in keys {
            let (queue, exchange) = (queue.as_str(), self.config.exchange.as_str());
            let options = QueueBindOptions::default();
            self.channel
                .queue_bind(
                    queue.into(),
                    exchange.into(),
                    (*key).into(),
                    options,
                    FieldTable::default(),
                )
                .await
                .expect("a binding");
        }
        Ear {
            broker: self,
            queue,
        }
    }

    pub(crate) async fn remove(self) {
        let exchange = self.config.exchange.as_str();
        self.channel
            .exchange_delete(exchange.into(), ExchangeDeleteOptions::default())
            .await
            .expect("the exchange goes");
        self.connection
            .close(200, "done".into())
            .await
            .expect("bye");
    }
}

impl Ear<'_> {
    /// Everything that has come, and nothing more: what was confirmed has come.
    pub(crate) async fn deliveries(&self) -> Vec<Delivery> {
        let mut all = Vec::new();
        let channel = &self.broker.channel;
        while let Some(message) = channel
            .basic_get(self.queue.as_str().into(), BasicGetOptions::default())
            .await
            .expect("the queue answers")
        {
            message
                .delivery
                .ack(BasicAckOptions::default())
                .await
                .expect("taken");
            all.push(message.delivery);
        }
        all
    }

    /// The same, read.
    pub(crate) async fn events(&self) -> Vec<Event> {
        let read = |delivery: Delivery| serde_json::from_slice(&delivery.data).expect("an event");
        self.deliveries().await.into_iter().map(read).collect()
    }

    pub(crate) async fn remove(self) {
        let channel = &self.broker.channel;
        channel
            .queue_delete(self.queue.as_str().into(), QueueDeleteOptions::default())
            .await
            .expect("the queue goes");
    }
}

/// The sequence numbers as they came, by person.
pub(crate) fn by_person(events: &[Event]) -> BTreeMap<Uuid, Vec<i64>> {
    let mut people: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
    for event in events {
        let id = event.data["userId"].as_str().expect("a person");
        let sequence = event.metadata.sequence.expect("a number");
        people
            .entry(id.parse().expect("an id"))
            .or_default()
            .push(sequence);
    }
    people
}
