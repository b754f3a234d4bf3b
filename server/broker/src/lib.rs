//! RabbitMQ as our services use it: publishing with confirms, and a queue with retries and a dead
//! end.
//!
//! It owns connections, exchanges, queues and what becomes of a message. It refuses to know what
//! messages say.

mod consumer;
mod dead;
mod pauses;
mod publisher;
mod subscription;

pub use consumer::{Handler, Verdict, consume};
pub use dead::{DeadLetter, Depths, Fate, depths, go_through_dead};
pub use pauses::Pauses;
pub use publisher::Publisher;
pub use subscription::{Incoming, Subscription, prepare};

use lapin::{
    Channel, Connection, ConnectionProperties, ExchangeKind,
    options::ExchangeDeclareOptions,
    types::{FieldTable, LongString},
    uri::AMQPUri,
};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// How to reach RabbitMQ, and the names there.
#[derive(Clone, Debug)]
pub struct BrokerConfig {
    /// `amqp://…`
    pub url: SecretString,
    /// The topic exchange of all events.
    pub exchange: String,
    /// Our queue; the names of its retry and dead-letter queues are made from it.
    pub queue: String,
    /// Pauses before the second, third … try of an event that failed; afterwards it is dead.
    pub retry_pauses: Vec<Duration>,
    /// How long a message is held while a part that it needs is away; then it is put off for the
    /// longest pause. Well below RabbitMQ's `consumer_timeout`, 30 minutes by default: then the broker
    /// ends the channel of whoever holds a message.
    pub hold_at_most: Duration,
    /// Messages that the broker may hand out ahead.
    pub prefetch: u16,
    /// What queues are made of. A queue that is there keeps its kind: another kind needs another name.
    pub queue_type: QueueType,
}

/// What a queue is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueType {
    /// On one node of the broker.
    #[default]
    Classic,
    /// On several, which agree: no message is lost with a node.
    Quorum,
}

/// How messages are delivered, so that a queue keeps them on disk (AMQP 0-9-1).
const PERSISTENT: u8 = 2;
/// Longest wait for the broker to take a connection or to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of a frame at most, unless the address says otherwise. Longer messages are several frames. lapin keeps room for
/// 64 of them a connection: of the broker's own 128 KiB that were 8 MiB.
const FRAME_MAX: u32 = 16 * 1024;

/// The broker is away, or refused.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// What the client library says.
    #[error("{0}")]
    Amqp(#[from] lapin::Error),
    /// The address of the broker is none.
    #[error("the broker's address cannot be read: {0}")]
    Address(String),
    /// No answer in time.
    #[error("no answer from the broker in time")]
    Silent,
    /// The broker could not keep the message.
    #[error("the broker refused the message")]
    Refused,
    /// The event could not be written as JSON.
    #[error("event cannot be encoded: {0}")]
    Encoding(#[from] serde_json::Error),
    /// The stream of messages ended.
    #[error("the broker ended the subscription")]
    Ended,
}

async fn in_time<T>(work: impl Future<Output = Result<T, lapin::Error>>) -> Result<T, BrokerError> {
    Ok(tokio::time::timeout(PATIENCE, work)
        .await
        .map_err(|_| BrokerError::Silent)??)
}

/// A connection with one channel and the exchange declared.
async fn open(config: &BrokerConfig, name: &str) -> Result<(Connection, Channel), BrokerError> {
    let properties = ConnectionProperties::default().with_connection_name(LongString::from(name));
    let url = config.url.expose_secret().parse();
    let mut url: AMQPUri = url.map_err(BrokerError::Address)?;
    url.query.frame_max.get_or_insert(FRAME_MAX);
    let connection = in_time(Connection::connect_uri(url, properties)).await?;
    let channel = in_time(connection.create_channel()).await?;
    let durable = ExchangeDeclareOptions {
        durable: true,
        ..Default::default()
    };
    in_time(channel.exchange_declare(
        config.exchange.as_str().into(),
        ExchangeKind::Topic,
        durable,
        FieldTable::default(),
    ))
    .await?;
    Ok((connection, channel))
}

/// Whether the broker takes connections.
///
/// # Errors
/// It does not.
pub async fn ping(config: &BrokerConfig) -> Result<(), BrokerError> {
    let (connection, _channel) = open(config, "matricula health").await?;
    in_time(connection.close(200, "done".into())).await
}
