//! A queue of a test's own, and what is seen of it.

use broker::{BrokerConfig, Handler, Incoming, QueueType, Verdict, consume, prepare};
use futures::FutureExt as _;
use lapin::{
    BasicProperties, Channel, Confirmation, Connection, ConnectionProperties,
    options::{
        BasicPublishOptions, ConfirmSelectOptions, ExchangeDeleteOptions, QueueDeclareOptions,
        QueueDeleteOptions,
    },
    types::{AMQPValue, FieldTable},
};
use std::{panic::AssertUnwindSafe, sync::Mutex, time::Duration};
use tokio_util::sync::CancellationToken;

/// Longer than anything takes on a busy machine.
const LONG: Duration = Duration::from_mins(1);
const KEY: &str = "something.happened";

/// A message as a handler gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) body: Vec<u8>,
    pub(crate) attempt: usize,
    pub(crate) is_redelivered: bool,
}

/// A queue of a test's own, whose messages wait until somebody consumes.
pub(crate) struct World {
    pub(crate) config: BrokerConfig,
    connection: Connection,
    channel: Channel,
}

/// Notes what it is handed and how that is settled, until enough is settled.
struct Notes<'a, F> {
    handle: Mutex<F>,
    settled: Mutex<Vec<&'static str>>,
    expected: &'a [&'static str],
    enough: CancellationToken,
}

impl<F: FnMut(&Seen) -> Verdict + Send> Handler for Notes<'_, F> {
    async fn handle(&self, message: &Incoming) -> Verdict {
        let seen = Seen {
            body: message.body().to_vec(),
            attempt: message.attempt(),
            is_redelivered: message.is_redelivered(),
        };
        (self.handle.lock().unwrap())(&seen)
    }

    fn settled(&self, result: &'static str) {
        let mut settled = self.settled.lock().unwrap();
        settled.push(result);
        if settled.len() >= self.expected.len() {
            self.enough.cancel();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of their services by the environment"
)]
fn service(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `deploy/dev/services.sh start` and eval its `env` first")
    })
}

/// Runs `walk` with a queue of its own, and clears that away whatever came of it.
pub(crate) async fn in_world(pauses: &[Duration], walk: impl AsyncFnOnce(&mut World)) {
    in_world_of(QueueType::Classic, pauses, walk).await;
}

/// The same with queues of this kind.
pub(crate) async fn in_world_of(
    queue_type: QueueType,
    pauses: &[Duration],
    walk: impl AsyncFnOnce(&mut World),
) {
    let mut world = World::new(queue_type, pauses).await;
    let outcome = AssertUnwindSafe(Box::pin(walk(&mut world)))
        .catch_unwind()
        .await;
    world.clear_away().await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

impl World {
    async fn new(queue_type: QueueType, pauses: &[Duration]) -> Self {
        let url = service("RABBITMQ_URL");
        let name = format!("broker-test-{:x}", rand::random::<u64>());
        let config = BrokerConfig {
            url: url.as_str().into(),
            exchange: format!("{name}.events"),
            queue: format!("{name}.queue"),
            retry_pauses: pauses.to_vec(),
            hold_at_most: Duration::ZERO,
            prefetch: 1,
            queue_type,
        };
        prepare(&config, &[KEY]).await.unwrap();
        let connection = Connection::connect(&url, ConnectionProperties::default());
        let connection = connection.await.unwrap();
        let channel = connection.create_channel().await.unwrap();
        let confirm = ConfirmSelectOptions::default();
        channel.confirm_select(confirm).await.unwrap();
        Self {
            config,
            connection,
            channel,
        }
    }

    /// Publishes a message that failed so often before.
    pub(crate) async fn publish(&self, attempt: i64, body: &[u8]) {
        let mut headers = FieldTable::default();
        headers.insert("x-attempt".into(), AMQPValue::LongLongInt(attempt));
        let properties = BasicProperties::default().with_headers(headers);
        let mandatory = BasicPublishOptions {
            mandatory: true,
            ..Default::default()
        };
        let exchange = self.config.exchange.as_str().into();
        let sent = self
            .channel
            .basic_publish(exchange, KEY.into(), mandatory, body, properties);
        let confirmed = sent.await.unwrap().await.unwrap();
        assert!(matches!(confirmed, Confirmation::Ack(None)), "no queue");
    }

    /// Consumes until as many messages are settled as expected, and compares how.
    pub(crate) async fn consume(
        &self,
        handle: impl FnMut(&Seen) -> Verdict + Send,
        expected: &[&'static str],
    ) {
        let notes = Notes {
            handle: Mutex::new(handle),
            settled: Mutex::default(),
            expected,
            enough: CancellationToken::new(),
        };
        let consumed = consume(&notes, &self.config, &[KEY], &notes.enough);
        let in_time = tokio::time::timeout(LONG, consumed).await;
        let settled = notes.settled.into_inner().unwrap();
        assert_eq!((settled.as_slice(), in_time), (expected, Ok(())));
    }

    /// The queue of a pause.
    pub(crate) fn retry_queue(&self, pause: Duration) -> String {
        format!("{}.retry.{}ms", self.config.queue, pause.as_millis())
    }

    /// How many messages wait in a queue.
    pub(crate) async fn waiting(&self, queue: &str) -> u32 {
        let passive = QueueDeclareOptions {
            passive: true,
            ..Default::default()
        };
        let table = FieldTable::default();
        let asked = self.channel.queue_declare(queue.into(), passive, table);
        asked.await.unwrap().message_count()
    }

    async fn clear_away(self) {
        let Self {
            config,
            connection,
            channel,
        } = &self;
        let pauses = config.retry_pauses.iter();
        let mut queues: Vec<_> = pauses.map(|pause| self.retry_queue(*pause)).collect();
        queues.extend([config.queue.clone(), format!("{}.dead", config.queue)]);
        for queue in queues {
            let gone = channel.queue_delete(queue.as_str().into(), QueueDeleteOptions::default());
            gone.await.unwrap();
        }
        let exchange = config.exchange.as_str().into();
        let gone = channel.exchange_delete(exchange, ExchangeDeleteOptions::default());
        gone.await.unwrap();
        connection.close(200, "done".into()).await.unwrap();
    }
}
