//! A durable queue whose messages are tried again with growing pauses and end in a dead-letter
//! queue. Pauses are queues with a time to live: the broker gives the message back by itself.

use super::{BrokerConfig, BrokerError, PERSISTENT, QueueType, in_time, open};
use futures::StreamExt;
use lapin::{
    BasicProperties, Channel, Confirmation, Connection, Consumer,
    message::Delivery,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions,
        ConfirmSelectOptions, QueueBindOptions, QueueDeclareOptions,
    },
    types::{AMQPValue, FieldTable, LongString},
};
use std::time::Duration;

/// As good as no limit, which not every version knows how to say.
const DELIVERIES_MAX: i64 = 1_000_000_000;
/// How often a message was tried, in its headers.
pub(crate) const ATTEMPT: &str = "x-attempt";
/// Why a message is where it is, in its headers.
pub(crate) const REASON: &str = "x-reason";

/// An open subscription.
pub struct Subscription {
    config: BrokerConfig,
    connection: Connection,
    channel: Channel,
    consumer: Consumer,
}

/// A message to be settled: by `done`, `retry`, `postpone` or `dead`.
pub struct Incoming {
    delivery: Delivery,
}

impl Incoming {
    /// The message as it came.
    pub fn body(&self) -> &[u8] {
        &self.delivery.data
    }

    /// Whether it was handed out before and came back unsettled: whoever had it lost the connection,
    /// or ended.
    pub fn is_redelivered(&self) -> bool {
        self.delivery.redelivered
    }

    /// How often it failed before.
    pub fn attempt(&self) -> usize {
        let headers = self.delivery.properties.headers().as_ref();
        match headers.and_then(|table| table.inner().get(ATTEMPT)) {
            Some(AMQPValue::LongLongInt(n)) => usize::try_from(*n).unwrap_or_default(),
            _ => 0,
        }
    }
}

impl Subscription {
    /// Connects, declares the queues, binds `patterns`, and asks for messages.
    ///
    /// # Errors
    /// The broker is away or refused.
    pub async fn open(config: &BrokerConfig, patterns: &[&str]) -> Result<Self, BrokerError> {
        let (connection, channel) = open(config, "matricula consumer").await?;
        in_time(channel.confirm_select(ConfirmSelectOptions::default())).await?;
        in_time(channel.basic_qos(config.prefetch, BasicQosOptions::default())).await?;
        declare_all(&channel, config, patterns).await?;
        let consumer = in_time(channel.basic_consume(
            config.queue.as_str().into(),
            "".into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        ))
        .await?;
        Ok(Self {
            config: config.clone(),
            connection,
            channel,
            consumer,
        })
    }

    /// How long a message is held while a part that it needs is away.
    pub(crate) const fn hold_at_most(&self) -> Duration {
        self.config.hold_at_most
    }

    /// The next message.
    ///
    /// # Errors
    /// The connection was lost: open the subscription again.
    pub async fn next(&mut self) -> Result<Incoming, BrokerError> {
        let delivery = self.consumer.next().await.ok_or(BrokerError::Ended)??;
        Ok(Incoming { delivery })
    }

    /// The message is dealt with.
    ///
    /// # Errors
    /// The broker is away; it will send the message again.
    pub async fn done(&self, message: &Incoming) -> Result<(), BrokerError> {
        if !in_time(message.delivery.ack(BasicAckOptions::default())).await? {
            return Err(BrokerError::Ended);
        }
        Ok(())
    }

    /// The message failed: try it again after a pause, or give it up when there were enough tries.
    /// Says whether it will be tried again.
    ///
    /// # Errors
    /// The broker is away; it will send the message again.
    pub async fn retry(&self, message: &Incoming, reason: &str) -> Result<bool, BrokerError> {
        let attempt = message.attempt();
        let Some(pause) = self.config.retry_pauses.get(attempt) else {
            self.dead(message, reason).await?;
            return Ok(false);
        };
        self.hand_over(
            message,
            &retry_queue(&self.config, *pause),
            attempt + 1,
            reason,
        )
        .await?;
        Ok(true)
    }

    /// A part that the message needs is away: give it back after the longest pause, and count no
    /// try.
    ///
    /// # Errors
    /// The broker is away; it will send the message again.
    pub async fn postpone(&self, message: &Incoming, reason: &str) -> Result<(), BrokerError> {
        let longest = self.config.retry_pauses.iter().max();
        let queue = longest.map_or_else(
            || self.config.queue.clone(),
            |pause| retry_queue(&self.config, *pause),
        );
        self.hand_over(message, &queue, message.attempt(), reason)
            .await
    }

    /// The message can never be dealt with: put it aside for a person to look at.
    ///
    /// # Errors
    /// The broker is away; it will send the message again.
    pub async fn dead(&self, message: &Incoming, reason: &str) -> Result<(), BrokerError> {
        self.hand_over(
            message,
            &dead_queue(&self.config),
            message.attempt(),
            reason,
        )
        .await
    }

    /// Whether a message can still be settled.
    ///
    /// # Errors
    /// The connection or the channel was lost: the broker has given the messages to somebody else.
    pub fn check(&self) -> Result<(), BrokerError> {
        if self.connection.status().connected() && self.channel.status().connected() {
            Ok(())
        } else {
            Err(BrokerError::Ended)
        }
    }

    /// Closes the connection; unsettled messages go back to the queue.
    pub async fn close(self) {
        if let Err(error) = in_time(self.connection.close(200, "bye".into())).await {
            tracing::debug!(%error, "broker connection was closed already");
        }
    }

    /// Into another queue first, out of this one afterwards: twice rather than lost.
    async fn hand_over(
        &self,
        message: &Incoming,
        queue: &str,
        attempt: usize,
        reason: &str,
    ) -> Result<(), BrokerError> {
        let mut headers = message
            .delivery
            .properties
            .headers()
            .clone()
            .unwrap_or_default();
        headers.insert(
            ATTEMPT.into(),
            AMQPValue::LongLongInt(i64::try_from(attempt).unwrap_or(i64::MAX)),
        );
        headers.insert(REASON.into(), text(reason));
        let properties: BasicProperties = message
            .delivery
            .properties
            .clone()
            .with_headers(headers)
            .with_delivery_mode(PERSISTENT);
        hand_on(&self.channel, queue, message.body(), properties).await?;
        self.done(message).await
    }
}

/// Publishes to a queue itself, and comes back when the broker keeps the message there.
pub(crate) async fn hand_on(
    channel: &Channel,
    queue: &str,
    body: &[u8],
    properties: BasicProperties,
) -> Result<(), BrokerError> {
    let options = BasicPublishOptions {
        mandatory: true,
        ..Default::default()
    };
    let confirm = in_time(async {
        channel
            .basic_publish("".into(), queue.into(), options, body, properties)
            .await?
            .await
    });
    match confirm.await? {
        Confirmation::Ack(None) => Ok(()),
        _ => Err(BrokerError::Refused),
    }
}

/// Declares the queues of a subscription that nobody has opened yet, so that messages wait for it.
///
/// # Errors
/// The broker is away or refused.
pub async fn prepare(config: &BrokerConfig, patterns: &[&str]) -> Result<(), BrokerError> {
    let (connection, channel) = open(config, "matricula preparations").await?;
    declare_all(&channel, config, patterns).await?;
    in_time(connection.close(200, "done".into())).await
}

async fn declare_all(
    channel: &Channel,
    config: &BrokerConfig,
    patterns: &[&str],
) -> Result<(), BrokerError> {
    declare(channel, &config.queue, arguments(config)).await?;
    declare(channel, &dead_queue(config), arguments(config)).await?;
    for pause in &config.retry_pauses {
        let mut args = arguments(config);
        if config.queue_type == QueueType::Quorum {
            // Else a message could be lost on its way back; the broker asks for both together.
            args.insert("x-dead-letter-strategy".into(), text("at-least-once"));
            args.insert("x-overflow".into(), text("reject-publish"));
        }
        let ttl = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        args.insert("x-message-ttl".into(), AMQPValue::LongLongInt(ttl));
        args.insert("x-dead-letter-exchange".into(), text(""));
        args.insert("x-dead-letter-routing-key".into(), text(&config.queue));
        declare(channel, &retry_queue(config, *pause), args).await?;
    }
    for pattern in patterns {
        in_time(channel.queue_bind(
            config.queue.as_str().into(),
            config.exchange.as_str().into(),
            (*pattern).into(),
            QueueBindOptions::default(),
            FieldTable::default(),
        ))
        .await?;
    }
    Ok(())
}

/// What every queue of ours is declared with.
fn arguments(config: &BrokerConfig) -> FieldTable {
    let mut args = FieldTable::default();
    if config.queue_type == QueueType::Quorum {
        args.insert("x-queue-type".into(), text("quorum"));
        // From version 4 on RabbitMQ drops what was given back twenty times, which a look at dead letters does.
        args.insert(
            "x-delivery-limit".into(),
            AMQPValue::LongLongInt(DELIVERIES_MAX),
        );
    }
    args
}

async fn declare(channel: &Channel, queue: &str, args: FieldTable) -> Result<(), BrokerError> {
    let durable = QueueDeclareOptions {
        durable: true,
        ..Default::default()
    };
    in_time(channel.queue_declare(queue.into(), durable, args))
        .await
        .map(drop)
}

pub(crate) fn dead_queue(config: &BrokerConfig) -> String {
    format!("{}.dead", config.queue)
}

/// The pause is in the name: a queue's time to live cannot be changed afterwards.
fn retry_queue(config: &BrokerConfig, pause: Duration) -> String {
    format!("{}.retry.{}ms", config.queue, pause.as_millis())
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(LongString::from(value))
}
