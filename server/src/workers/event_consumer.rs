//! Takes in the events of other services, one after the other, and settles each by what became
//! of it.

use super::Pauses;
use service::{
    adapters::rabbitmq::{BrokerConfig, BrokerError, Incoming, Subscription},
    inbox::{Inbox, PATTERNS, Verdict},
};
use tokio_util::sync::CancellationToken;

/// Runs until asked to stop; opens the subscription anew whenever it is lost.
pub async fn run(inbox: Inbox, config: BrokerConfig, stop: CancellationToken) {
    let mut pauses = Pauses::new();
    while !stop.is_cancelled() {
        let opened = tokio::select! {
            () = stop.cancelled() => return,
            opened = Subscription::open(&config, PATTERNS) => opened,
        };
        match opened {
            Ok(subscription) => {
                pauses.reset();
                tracing::info!("listening to events");
                if let Err(error) = take_in(&inbox, subscription, &stop).await {
                    tracing::warn!(%error, "the subscription was lost");
                }
            }
            Err(error) => tracing::warn!(%error, "events cannot be listened to"),
        }
        pauses.wait(&stop).await;
    }
}

async fn take_in(
    inbox: &Inbox,
    mut subscription: Subscription,
    stop: &CancellationToken,
) -> Result<(), BrokerError> {
    loop {
        let message = tokio::select! {
            () = stop.cancelled() => {
                subscription.close().await;
                return Ok(());
            }
            message = subscription.next() => message?,
        };
        settle(inbox, &subscription, &message, stop).await?;
    }
}

async fn settle(
    inbox: &Inbox,
    subscription: &Subscription,
    message: &Incoming,
    stop: &CancellationToken,
) -> Result<(), BrokerError> {
    let mut pauses = Pauses::new();
    let verdict = loop {
        match inbox.apply(message.body()).await {
            // The message is kept and nobody's patience is counted: it is not its fault.
            Verdict::Unavailable => {
                if !pauses.wait(stop).await {
                    return Ok(());
                }
            }
            verdict => break verdict,
        }
    };
    let result = match verdict {
        Verdict::Applied => {
            subscription.done(message).await?;
            "applied"
        }
        Verdict::Ignored => {
            subscription.done(message).await?;
            "ignored"
        }
        Verdict::Malformed(reason) => {
            subscription.dead(message, &reason).await?;
            "malformed"
        }
        Verdict::Failed(reason) => {
            if subscription.retry(message, &reason).await? {
                "retried"
            } else {
                "dead"
            }
        }
        Verdict::Unavailable => "unavailable",
    };
    metrics::counter!("user_service_events_consumed_total", "result" => result).increment(1);
    Ok(())
}
