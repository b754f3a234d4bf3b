//! Queue to accounts: user ids and roles, as Matricula tells them.

use futures::StreamExt as _;
use lapin::message::Delivery;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicQosOptions, BasicRejectOptions, QueueBindOptions,
    QueueDeclareOptions,
};
use lapin::types::FieldTable;
use lapin::{Channel, Consumer};
use tokio_util::sync::CancellationToken;

use super::broker::{self, Broker, Interrupted, Pauses};
use super::incoming::{Incoming, KINDS};
use crate::state::Provider;
use crate::store::accounts::{self, RoleChange};

const PREFETCH: u16 = 16;

/// Applies events until stopped. What could not be applied is not acknowledged, so the broker gives it
/// again after the pause.
pub(crate) async fn consume_events(provider: &Provider, broker: &Broker, stop: &CancellationToken) {
    let mut pauses = Pauses::new();
    while !stop.is_cancelled() {
        if let Err(error) = session(provider, broker, &mut pauses, stop).await
            && pauses.is_first()
        {
            tracing::warn!(%error, "consuming paused");
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
    let opening = stop.run_until_cancelled(broker.open("dev-auth consumer"));
    let Some(opened) = opening.await else {
        return Ok(());
    };
    let (connection, channel) = opened?;
    let working = stop.run_until_cancelled(listen(provider, broker, &channel, pauses));
    let result = working.await;
    broker::close(connection).await;
    result.unwrap_or(Ok(()))
}

async fn listen(
    provider: &Provider,
    broker: &Broker,
    channel: &Channel,
    pauses: &mut Pauses,
) -> Result<(), Interrupted> {
    let mut consumer = subscribe(broker, channel).await?;
    tracing::debug!(queue = broker.queue, "listening for events");
    while let Some(delivery) = consumer.next().await {
        handle(provider, &delivery?).await?;
        pauses.reset();
    }
    Err(Interrupted::Ended)
}

async fn subscribe(broker: &Broker, channel: &Channel) -> Result<Consumer, Interrupted> {
    channel
        .basic_qos(PREFETCH, BasicQosOptions::default())
        .await?;
    channel
        .queue_declare(
            broker.queue.as_str().into(),
            QueueDeclareOptions {
                durable: true,
                ..Default::default()
            },
            FieldTable::default(),
        )
        .await?;
    for kind in KINDS {
        channel
            .queue_bind(
                broker.queue.as_str().into(),
                broker.exchange.as_str().into(),
                kind.into(),
                QueueBindOptions::default(),
                FieldTable::default(),
            )
            .await?;
    }
    let consumer = channel
        .basic_consume(
            broker.queue.as_str().into(),
            "dev-auth".into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        )
        .await?;
    Ok(consumer)
}

async fn handle(provider: &Provider, delivery: &Delivery) -> Result<(), Interrupted> {
    if let Some(event) = Incoming::parse(&delivery.data) {
        apply(provider, event).await?;
        delivery.ack(BasicAckOptions::default()).await?;
    } else {
        let message_id = delivery
            .properties
            .message_id()
            .as_ref()
            .map(ToString::to_string);
        tracing::warn!(message_id, "malformed event rejected");
        delivery
            .reject(BasicRejectOptions { requeue: false })
            .await?;
    }
    Ok(())
}

async fn apply(provider: &Provider, event: Incoming) -> Result<(), sqlx::Error> {
    let mut conn = provider.pool.acquire().await?;
    match event {
        Incoming::Created {
            auth_id: Some(auth_id),
            user_id,
        } => {
            let known = accounts::update_user_id(&mut conn, auth_id, user_id).await?;
            tracing::debug!(%auth_id, %user_id, known, "user id learnt");
        }
        Incoming::RoleChanged {
            auth_id,
            user_id,
            role,
            sequence,
        } => {
            let change = RoleChange {
                auth_id,
                user_id,
                role,
                sequence,
            };
            let applied = accounts::update_role(&mut conn, &change).await?;
            tracing::info!(?auth_id, ?user_id, role, applied, "role changed elsewhere");
        }
        Incoming::Created { auth_id: None, .. } | Incoming::Other => {}
    }
    Ok(())
}
