//! The way to `RabbitMQ`, and how long to wait before trying it again.

use std::time::Duration;

use lapin::options::{ConfirmSelectOptions, ExchangeDeclareOptions};
use lapin::types::FieldTable;
use lapin::{Channel, Connection, ConnectionProperties, ExchangeKind};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::{Config, Error};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// Where the events go and come from.
pub(crate) struct Broker {
    uri: String,
    pub(super) exchange: String,
    pub(super) queue: String,
}

/// Why a conversation with the broker ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Interrupted {
    #[error("the broker: {0}")]
    Broker(#[from] lapin::Error),
    #[error("the broker did not answer in time")]
    Timeout(#[from] tokio::time::error::Elapsed),
    #[error("the broker refused an event")]
    Refused,
    #[error("nobody listens for an event yet")]
    Unroutable,
    #[error("the broker ended the subscription")]
    Ended,
    #[error("{0}")]
    Own(#[from] Error),
}

impl From<sqlx::Error> for Interrupted {
    fn from(error: sqlx::Error) -> Self {
        Self::Own(error.into())
    }
}

impl Broker {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            uri: config.rabbitmq_url.clone(),
            exchange: config.exchange.clone(),
            queue: config.queue.clone(),
        }
    }

    /// A connection with one channel that confirms, and the exchange declared.
    pub(super) async fn open(&self, name: &str) -> Result<(Connection, Channel), Interrupted> {
        timeout(CONNECT_TIMEOUT, async {
            let properties = ConnectionProperties::default().with_connection_name(name.into());
            let connection = Connection::connect(&self.uri, properties).await?;
            let channel = connection.create_channel().await?;
            channel
                .confirm_select(ConfirmSelectOptions::default())
                .await?;
            channel
                .exchange_declare(
                    self.exchange.as_str().into(),
                    ExchangeKind::Topic,
                    ExchangeDeclareOptions {
                        durable: true,
                        ..Default::default()
                    },
                    FieldTable::default(),
                )
                .await?;
            Ok((connection, channel))
        })
        .await?
    }
}

/// Says goodbye, but does not wait for an answer that may never come.
pub(super) async fn close(connection: Connection) {
    let goodbye = connection.close(200, "goodbye".into());
    if !matches!(timeout(CLOSE_TIMEOUT, goodbye).await, Ok(Ok(()))) {
        tracing::debug!("the broker connection did not close cleanly");
    }
}

/// Growing pauses: 200 ms, doubled up to 5 s, so that a restarted broker is found soon.
pub(super) struct Pauses {
    next: Duration,
}

impl Pauses {
    const FIRST: Duration = Duration::from_millis(200);
    const LONGEST: Duration = Duration::from_secs(5);

    pub(super) fn new() -> Self {
        Self { next: Self::FIRST }
    }

    /// Back to short pauses: something worked.
    pub(super) fn reset(&mut self) {
        self.next = Self::FIRST;
    }

    /// Whether a log line is worth it: the first try of a row says it, the others repeat it.
    pub(super) fn is_first(&self) -> bool {
        self.next == Self::FIRST
    }

    /// Waits; returns early when stopped.
    pub(super) async fn wait(&mut self, stop: &CancellationToken) {
        let pause = tokio::time::sleep(self.take());
        if stop.run_until_cancelled(pause).await.is_none() {
            tracing::trace!("stopped while waiting for the broker");
        }
    }

    fn take(&mut self) -> Duration {
        let longer = (self.next * 2).min(Self::LONGEST);
        std::mem::replace(&mut self.next, longer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_start_again() {
        let mut pauses = Pauses::new();
        let taken: Vec<u128> = (0..7).map(|_| pauses.take().as_millis()).collect();
        assert_eq!(taken, [200, 400, 800, 1600, 3200, 5000, 5000]);
        assert!(!pauses.is_first());
        pauses.reset();
        assert!(pauses.is_first());
    }
}
