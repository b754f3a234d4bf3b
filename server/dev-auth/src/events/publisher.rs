//! Outbox to exchange: in order, with confirms, at least once.

use std::time::Duration;

use chrono::TimeDelta;
use lapin::options::BasicPublishOptions;
use lapin::{BasicProperties, Channel, Confirmation};
use serde_json::Value;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::broker::{self, Broker, Interrupted, Pauses};
use crate::state::Provider;
use crate::store::outbox::{self, Waiting};
use crate::{Error, clock};

const CONFIRM_TIMEOUT: Duration = Duration::from_secs(10);
/// How often to look although no bell has rung.
const POLL: Duration = Duration::from_secs(5);
/// How long an event waits for a queue to be bound: Matricula may start after us. Then it is dropped,
/// which is what the broker alone would have done at once.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
const PERSISTENT: u8 = 2;

/// Publishes what the outbox holds until stopped; outlives any absence of broker and database.
pub(crate) async fn publish_events(provider: &Provider, broker: &Broker, stop: &CancellationToken) {
    let mut pauses = Pauses::new();
    while !stop.is_cancelled() {
        if let Err(error) = session(provider, broker, &mut pauses, stop).await
            && pauses.is_first()
        {
            tracing::warn!(%error, "publishing paused; events wait in the outbox");
        }
        pauses.wait(stop).await;
    }
}

async fn session(
    provider: &Provider,
    broker: &Broker,
    pauses: &mut Pauses,
    stop: &CancellationToken,
) -> Result<(), Interrupted> {
    let opening = stop.run_until_cancelled(broker.open("dev-auth publisher"));
    let Some(opened) = opening.await else {
        return Ok(());
    };
    let (connection, channel) = opened?;
    let working = stop.run_until_cancelled(drain_forever(provider, broker, &channel, pauses));
    let result = working.await;
    broker::close(connection).await;
    result.unwrap_or(Ok(()))
}

async fn drain_forever(
    provider: &Provider,
    broker: &Broker,
    channel: &Channel,
    pauses: &mut Pauses,
) -> Result<(), Interrupted> {
    loop {
        while drain(provider, broker, channel, pauses).await? > 0 {}
        pauses.reset();
        // Without a ring in `POLL` look anyway.
        if timeout(POLL, provider.outbox_bell.notified())
            .await
            .is_err()
        {
            tracing::trace!("looking into the outbox unasked");
        }
    }
}

async fn drain(
    provider: &Provider,
    broker: &Broker,
    channel: &Channel,
    pauses: &mut Pauses,
) -> Result<usize, Interrupted> {
    let mut conn = provider.pool.acquire().await?;
    let waiting = outbox::list_waiting(&mut conn).await?;
    drop(conn);
    for event in &waiting {
        match publish(broker, channel, event).await {
            Err(Interrupted::Unroutable) if clock::now() - event.created_at > PATIENCE => {
                tracing::warn!(kind = event.kind, "nobody listens for this event: dropped");
            }
            published => published?,
        }
        pauses.reset();
        let mut conn = provider.pool.acquire().await?;
        outbox::delete_event(&mut conn, event.sequence).await?;
    }
    Ok(waiting.len())
}

async fn publish(broker: &Broker, channel: &Channel, event: &Waiting) -> Result<(), Interrupted> {
    let body = serde_json::to_vec(&event.envelope).map_err(Error::from)?;
    let confirmation = timeout(CONFIRM_TIMEOUT, async {
        channel
            .basic_publish(
                broker.exchange.as_str().into(),
                event.kind.as_str().into(),
                BasicPublishOptions {
                    mandatory: true,
                    ..Default::default()
                },
                &body,
                properties(event),
            )
            .await?
            .await
    })
    .await??;
    match confirmation {
        Confirmation::Ack(None) => Ok(()),
        Confirmation::Ack(Some(_)) => Err(Interrupted::Unroutable),
        Confirmation::Nack(_) | Confirmation::NotRequested => Err(Interrupted::Refused),
    }
}

fn properties(event: &Waiting) -> BasicProperties {
    let text = |field: &str| {
        event
            .envelope
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    BasicProperties::default()
        .with_delivery_mode(PERSISTENT)
        .with_content_type("application/json".into())
        .with_message_id(text("id").into())
        .with_correlation_id(text("correlationId").into())
        .with_type(event.kind.as_str().into())
        .with_app_id("auth-service".into())
        .with_timestamp(event.created_at.timestamp().unsigned_abs())
}
