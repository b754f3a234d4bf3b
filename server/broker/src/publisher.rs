//! Publishing with confirms, over one connection that is made anew when it is lost.

use super::{BrokerConfig, BrokerError, PATIENCE, PERSISTENT, in_time, open};
use contract::event::Event;
use lapin::{
    BasicProperties, Channel, Confirmation, Connection,
    options::{BasicPublishOptions, ConfirmSelectOptions},
    types::{AMQPValue, FieldArray, FieldTable, LongString},
};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Event types that are routed under a second key too. `CC` makes the broker deliver once to a
/// queue that is bound to both (RabbitMQ, sender-selected distribution).
const SECOND_KEYS: &[(&str, &str)] = &[("user.role_changed", "user.role.changed")];

/// Publishes events and waits until the broker has them.
#[derive(Clone, Debug)]
pub struct Publisher {
    config: Arc<BrokerConfig>,
    open: Arc<Mutex<Option<(Connection, Channel)>>>,
}

impl Publisher {
    /// A publisher that connects when first needed.
    pub fn new(config: BrokerConfig) -> Self {
        Self {
            config: Arc::new(config),
            open: Arc::default(),
        }
    }

    /// Connects where there is no live connection.
    ///
    /// # Errors
    /// The broker is away.
    pub async fn ready(&self) -> Result<(), BrokerError> {
        self.channel().await.map(drop)
    }

    /// Publishes one event under its type and waits for the confirm. Says whether anybody listens
    /// to it.
    ///
    /// # Errors
    /// The broker is away, refused, or did not confirm in time. Whether it has the message is
    /// then unknown: publish it again, with the same id.
    pub async fn publish<T: Serialize + Sync>(
        &self,
        event: &Event<T>,
    ) -> Result<bool, BrokerError> {
        let body = serde_json::to_vec(event)?;
        self.send(&event.kind, &body, properties(event)).await
    }

    /// Publishes JSON that is none of our events, and waits for the confirm. Says whether a queue
    /// has it.
    ///
    /// # Errors
    /// Those of [`Self::publish`].
    pub async fn publish_json(&self, key: &str, body: &[u8]) -> Result<bool, BrokerError> {
        let properties = BasicProperties::default()
            .with_delivery_mode(PERSISTENT)
            .with_content_type("application/json".into());
        self.send(key, body, properties).await
    }

    async fn send(
        &self,
        key: &str,
        body: &[u8],
        properties: BasicProperties,
    ) -> Result<bool, BrokerError> {
        let channel = self.channel().await?;
        let sent = channel.basic_publish(
            self.config.exchange.as_str().into(),
            key.into(),
            BasicPublishOptions {
                mandatory: true,
                ..Default::default()
            },
            body,
            properties,
        );
        let confirmed = tokio::time::timeout(PATIENCE, async { sent.await?.await }).await;
        match confirmed {
            Ok(Ok(Confirmation::Ack(returned))) => Ok(returned.is_none()),
            Ok(Ok(Confirmation::Nack(_) | Confirmation::NotRequested)) => Err(BrokerError::Refused),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => {
                // A broker that is silent may be gone without a word: ask it anew next time.
                *self.open.lock().await = None;
                Err(BrokerError::Silent)
            }
        }
    }

    /// Closes the connection.
    pub async fn close(&self) {
        if let Some((connection, _)) = self.open.lock().await.take()
            && let Err(error) = in_time(connection.close(200, "bye".into())).await
        {
            tracing::debug!(%error, "broker connection was closed already");
        }
    }

    async fn channel(&self) -> Result<Channel, BrokerError> {
        let mut open_now = self.open.lock().await;
        if let Some((connection, channel)) = &*open_now
            && connection.status().connected()
            && channel.status().connected()
        {
            return Ok(channel.clone());
        }
        let (connection, channel) = open(&self.config, "matricula publisher").await?;
        in_time(channel.confirm_select(ConfirmSelectOptions::default())).await?;
        *open_now = Some((connection, channel.clone()));
        Ok(channel)
    }
}

fn properties<T>(event: &Event<T>) -> BasicProperties {
    let seconds = u64::try_from(event.timestamp.timestamp()).unwrap_or_default();
    let properties = BasicProperties::default()
        .with_delivery_mode(PERSISTENT)
        .with_content_type("application/json".into())
        .with_message_id(event.id.to_string().as_str().into())
        .with_correlation_id(event.correlation_id.as_deref().unwrap_or_default().into())
        .with_type(event.kind.as_str().into())
        .with_timestamp(seconds)
        .with_app_id(event.source.as_str().into());
    let Some((_, second)) = SECOND_KEYS.iter().find(|(kind, _)| *kind == event.kind) else {
        return properties;
    };
    let mut keys = FieldArray::default();
    keys.push(AMQPValue::LongString(LongString::from(*second)));
    let mut headers = FieldTable::default();
    headers.insert("CC".into(), AMQPValue::FieldArray(keys));
    properties.with_headers(headers)
}
