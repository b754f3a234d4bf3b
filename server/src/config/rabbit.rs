//! Where RabbitMQ is.

use super::{Env, env::encoded};
use broker::{BrokerConfig, QueueType};
use std::time::Duration;

/// `RABBITMQ_…`
#[derive(Clone, Debug)]
pub struct RabbitSection {
    /// Address and names.
    pub broker: BrokerConfig,
}

/// Pauses before the second to the sixth try of an event.
const RETRY_PAUSES_S: [u64; 5] = [1, 5, 30, 120, 600];

/// Pauses before the second, third … try of a message.
pub(super) fn retry_pauses() -> Vec<Duration> {
    RETRY_PAUSES_S.map(Duration::from_secs).to_vec()
}

/// How long a message is held while the database, storage or whatever it needs is away.
const HOLD_AT_MOST: Duration = Duration::from_mins(5);

/// Events are quickly applied: some ahead keep the consumer from waiting.
const PREFETCH: u16 = 32;

impl RabbitSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let url = env.get("RABBITMQ_URL").unwrap_or_else(|| {
            format!(
                "amqp://{}:{}@{}:{}/{}",
                encoded(&env.text("RABBITMQ_USERNAME", "guest")),
                encoded(&env.text("RABBITMQ_PASSWORD", "guest")),
                env.text("RABBITMQ_HOST", "localhost"),
                env.number("RABBITMQ_PORT", 5672, 1, u16::MAX),
                encoded(&env.text("RABBITMQ_VHOST", "/")),
            )
        });
        if !url.starts_with("amqp") {
            env.problem("RABBITMQ_URL must be an address that starts with amqp:// or amqps://.");
        }
        Self {
            broker: BrokerConfig {
                url: url.into(),
                exchange: env.text("RABBITMQ_EXCHANGE", "lms.events"),
                queue: env.text("RABBITMQ_QUEUE", "user-service.events"),
                retry_pauses: retry_pauses(),
                hold_at_most: HOLD_AT_MOST,
                prefetch: PREFETCH,
                queue_type: queue_type(env),
            },
        }
    }
}

/// A queue that is there keeps its kind: whoever changes this changes `RABBITMQ_QUEUE` and `MEDIA_QUEUE` too.
fn queue_type(env: &mut Env) -> QueueType {
    match env.text("RABBITMQ_QUEUE_TYPE", "classic").as_str() {
        "classic" => QueueType::Classic,
        "quorum" => QueueType::Quorum,
        _ => {
            env.problem("RABBITMQ_QUEUE_TYPE must be classic or quorum.");
            QueueType::Classic
        }
    }
}
