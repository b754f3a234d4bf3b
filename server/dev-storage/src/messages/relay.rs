//! Folder to exchange: in order, with confirms, at least once.

use super::{Messages, waiting};
use crate::Events;
use broker::{BrokerError, Pauses, Publisher};
use std::io;
use tokio::fs;
use tokio_util::sync::CancellationToken;

/// Why a message goes on waiting.
#[derive(Debug, thiserror::Error)]
enum Held {
    #[error("the broker: {0}")]
    Broker(#[from] BrokerError),
    #[error("nobody listens yet")]
    Unrouted,
    #[error("a message cannot be read or deleted: {0}")]
    File(#[from] io::Error),
}

/// Sends what waits, and what comes, until stopped. Outlives any absence of the broker and of
/// listeners.
pub(crate) async fn relay(messages: &Messages, events: &Events, stop: &CancellationToken) {
    let publisher = Publisher::new(events.broker.clone());
    let sending = stop.run_until_cancelled(send_forever(messages, events, &publisher, stop));
    if sending.await.is_none() {
        tracing::debug!("no more messages of new objects are sent");
    }
    publisher.close().await;
}

async fn send_forever(
    messages: &Messages,
    events: &Events,
    publisher: &Publisher,
    stop: &CancellationToken,
) {
    let mut pauses = Pauses::new();
    let mut is_told = false;
    loop {
        match send_waiting(messages, events, publisher).await {
            Ok(()) => {
                pauses.reset();
                is_told = false;
                messages.bell.notified().await;
            }
            Err(held) => {
                if !is_told {
                    tracing::warn!(%held, "messages of new objects wait in their folder");
                    is_told = true;
                }
                // A new one is worth a try.
                tokio::select! {
                    _ = pauses.wait(stop) => {}
                    () = messages.bell.notified() => {}
                }
            }
        }
    }
}

async fn send_waiting(
    messages: &Messages,
    events: &Events,
    publisher: &Publisher,
) -> Result<(), Held> {
    for path in waiting(&messages.folder).await? {
        let message = fs::read(&path).await?;
        let sent = publisher.publish_json(&events.routing_key, &message);
        if !sent.await? {
            return Err(Held::Unrouted);
        }
        fs::remove_file(&path).await?;
    }
    Ok(())
}
