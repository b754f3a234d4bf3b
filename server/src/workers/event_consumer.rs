//! Takes in the events of other services.

use broker::{BrokerConfig, Handler, Incoming, Verdict, consume};
use service::inbox::{Inbox, PATTERNS};
use tokio_util::sync::CancellationToken;

struct Events(Inbox);

impl Handler for Events {
    async fn handle(&self, message: &Incoming) -> Verdict {
        self.0.apply(message.body()).await
    }

    fn settled(&self, result: &'static str) {
        metrics::counter!("user_service_events_consumed_total", "result" => result).increment(1);
    }
}

/// Runs until asked to stop.
pub async fn run(inbox: Inbox, config: BrokerConfig, stop: CancellationToken) {
    consume(&Events(inbox), &config, PATTERNS, &stop).await;
}
