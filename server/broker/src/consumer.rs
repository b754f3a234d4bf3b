//! Taking in messages, one after the other, and settling each by what became of it.

use super::{BrokerConfig, BrokerError, Incoming, Pauses, Subscription};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Applied now.
    Applied,
    /// Applied before, or nothing that concerns us.
    Ignored,
    /// Can never be applied; the reason has no personal data.
    Malformed(String),
    /// Could not be applied this time; the reason has no personal data.
    Failed(String),
    /// A part that we need is away: keep the message and wait, for so long as the configuration says.
    Unavailable,
}

/// Who deals with messages.
pub trait Handler: Sync {
    /// Deals with one message, which may come again however often.
    fn handle(&self, message: &Incoming) -> impl Future<Output = Verdict> + Send;

    /// The message is settled: `applied`, `ignored`, `malformed`, `retried`, `postponed` or `dead`.
    fn settled(&self, result: &'static str);
}

/// Why a message was put off, in its headers.
const AWAY: &str = "a part that it needs is away";

/// Runs until asked to stop; opens the subscription anew whenever it is lost.
pub async fn consume(
    handler: &impl Handler,
    config: &BrokerConfig,
    patterns: &[&str],
    stop: &CancellationToken,
) {
    let mut pauses = Pauses::new();
    while !stop.is_cancelled() {
        let opened = tokio::select! {
            () = stop.cancelled() => return,
            opened = Subscription::open(config, patterns) => opened,
        };
        match opened {
            Ok(subscription) => {
                pauses.reset();
                tracing::info!(queue = config.queue, "listening");
                if let Err(error) = take_in(handler, subscription, stop).await {
                    tracing::warn!(%error, queue = config.queue, "the subscription was lost");
                }
            }
            Err(error) => {
                tracing::warn!(%error, queue = config.queue, "the queue cannot be listened to");
            }
        }
        pauses.wait(stop).await;
    }
}

async fn take_in(
    handler: &impl Handler,
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
        settle(handler, &subscription, &message, stop).await?;
    }
}

async fn settle(
    handler: &impl Handler,
    subscription: &Subscription,
    message: &Incoming,
    stop: &CancellationToken,
) -> Result<(), BrokerError> {
    let began = Instant::now();
    let mut pauses = Pauses::new();
    let result = loop {
        match handler.handle(message).await {
            Verdict::Applied => {
                subscription.done(message).await?;
                break "applied";
            }
            Verdict::Ignored => {
                subscription.done(message).await?;
                break "ignored";
            }
            Verdict::Malformed(reason) => {
                subscription.dead(message, &reason).await?;
                break "malformed";
            }
            Verdict::Failed(reason) => {
                break if subscription.retry(message, &reason).await? {
                    "retried"
                } else {
                    "dead"
                };
            }
            // The message is kept, and then put off, and no try is counted: it is not its fault.
            Verdict::Unavailable if began.elapsed() >= subscription.hold_at_most() => {
                subscription.postpone(message, AWAY).await?;
                tracing::warn!("a message waited too long for a part that is away: it is put off");
                break "postponed";
            }
            Verdict::Unavailable => {
                if !pauses.wait(stop).await {
                    return Ok(());
                }
                subscription.check()?;
            }
        }
    };
    handler.settled(result);
    Ok(())
}
