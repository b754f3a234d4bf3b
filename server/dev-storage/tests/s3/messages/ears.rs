//! An exchange of a test's own, who listens there, and a way to the broker that can be cut.

use crate::world::Folder;
use broker::BrokerConfig;
use dev_storage::{Config, Events};
use futures::{FutureExt as _, StreamExt as _};
use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties, Consumer, ExchangeKind,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, ExchangeDeclareOptions,
        ExchangeDeleteOptions, QueueBindOptions, QueueDeclareOptions,
    },
    types::FieldTable,
};
use serde_json::Value;
use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use url::Url;

const ROUTING_KEY: &str = "s3.object-created";
/// How long anything may take that happens behind the scenes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// An exchange of a test's own.
pub(crate) struct Exchange {
    pub(crate) url: String,
    name: String,
    connection: Connection,
    channel: Channel,
}

/// Who listens at an exchange.
pub(crate) struct Ears(Consumer);

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of their services by the environment"
)]
fn service(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `deploy/dev/services.sh start` and eval its `env` first")
    })
}

/// Runs `walk` with an exchange, and clears that away whatever came of it.
pub(crate) async fn in_exchange(walk: impl AsyncFnOnce(&Exchange)) {
    let url = service("RABBITMQ_URL");
    let connection = Connection::connect(&url, ConnectionProperties::default());
    let connection = connection.await.unwrap();
    let exchange = Exchange {
        channel: connection.create_channel().await.unwrap(),
        name: format!("dev-storage-test-{:x}", rand::random::<u64>()),
        connection,
        url,
    };
    let outcome = AssertUnwindSafe(Box::pin(walk(&exchange)))
        .catch_unwind()
        .await;
    exchange.clear_away().await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// What a storage is started with that tells of new objects.
pub(crate) fn config(folder: &Folder, events: &Events) -> Config {
    Config {
        events: Some(events.clone()),
        ..folder.config()
    }
}

impl Exchange {
    pub(crate) fn events(&self) -> Events {
        self.events_by(&self.url)
    }

    /// The same by another way.
    pub(crate) fn events_by(&self, url: &str) -> Events {
        Events {
            broker: BrokerConfig {
                url: url.into(),
                exchange: self.name.clone(),
                queue: String::new(),
                retry_pauses: Vec::new(),
                hold_at_most: Duration::ZERO,
                prefetch: 1,
                queue_type: broker::QueueType::Classic,
            },
            routing_key: ROUTING_KEY.into(),
        }
    }

    async fn declare(&self, passive: bool) -> Result<(), lapin::Error> {
        let options = ExchangeDeclareOptions {
            durable: true,
            passive,
            ..Default::default()
        };
        let (name, table) = (self.name.as_str().into(), FieldTable::default());
        // A failed declaration closes its channel.
        let channel = self.connection.create_channel().await?;
        channel
            .exchange_declare(name, ExchangeKind::Topic, options, table)
            .await
    }

    /// Waits until the storage has come to the broker.
    pub(crate) async fn is_declared(&self) {
        let declared = async {
            while self.declare(true).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, declared).await.unwrap();
    }

    pub(crate) async fn listen(&self) -> Ears {
        self.declare(false).await.unwrap();
        let (channel, table) = (&self.channel, FieldTable::default);
        let own = QueueDeclareOptions {
            exclusive: true,
            ..Default::default()
        };
        let queue = channel
            .queue_declare("".into(), own, table())
            .await
            .unwrap();
        let (queue, exchange) = (queue.name().clone(), self.name.as_str().into());
        let bind = QueueBindOptions::default();
        channel
            .queue_bind(queue.clone(), exchange, "#".into(), bind, table())
            .await
            .unwrap();
        let consume = BasicConsumeOptions::default();
        let consumer = channel.basic_consume(queue, "".into(), consume, table());
        Ears(consumer.await.unwrap())
    }

    async fn clear_away(self) {
        let (name, options) = (self.name.as_str().into(), ExchangeDeleteOptions::default());
        self.channel.exchange_delete(name, options).await.unwrap();
        self.connection.close(200, "done".into()).await.unwrap();
    }
}

impl Ears {
    async fn next(&mut self) -> (String, Vec<u8>) {
        let delivery = tokio::time::timeout(PATIENCE, self.0.next()).await;
        let delivery = delivery.unwrap().unwrap().unwrap();
        delivery.ack(BasicAckOptions::default()).await.unwrap();
        (delivery.routing_key.to_string(), delivery.data)
    }

    /// The next message of a new object.
    pub(crate) async fn hear(&mut self) -> Value {
        let (key, body) = self.next().await;
        assert_eq!(key, ROUTING_KEY);
        serde_json::from_slice(&body).unwrap()
    }

    /// A message of our own is the next that comes.
    pub(crate) async fn hears_nothing_more(&mut self, exchange: &Exchange) {
        let (name, key) = (exchange.name.as_str().into(), "the.end".into());
        let (options, properties) = (BasicPublishOptions::default(), BasicProperties::default());
        exchange
            .channel
            .basic_publish(name, key, options, b"", properties)
            .await
            .unwrap();
        assert_eq!(self.next().await.0, "the.end");
    }
}

/// A way to the broker: closed at first.
pub(crate) struct Way {
    listener: Arc<TcpListener>,
    target: SocketAddr,
    running: JoinSet<()>,
}

impl Way {
    /// A way to the host and port of this URL.
    pub(crate) async fn to(url: &str) -> Self {
        let url = Url::parse(url).unwrap();
        let target = (url.host_str().unwrap(), url.port().unwrap_or(5672));
        Self {
            listener: Arc::new(TcpListener::bind("127.0.0.1:0").await.unwrap()),
            target: tokio::net::lookup_host(target)
                .await
                .unwrap()
                .next()
                .unwrap(),
            running: JoinSet::new(),
        }
    }

    /// The same URL, by this way.
    pub(crate) fn url(&self, url: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        let address = self.listener.local_addr().unwrap();
        url.set_host(Some(&address.ip().to_string())).unwrap();
        url.set_port(Some(address.port())).unwrap();
        url.into()
    }

    /// Who has come, and who comes, gets through.
    pub(crate) fn open(&mut self) {
        let (listener, target) = (self.listener.clone(), self.target);
        self.running.spawn(async move {
            let mut passing = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                passing.spawn(async move {
                    let mut far = TcpStream::connect(target).await?;
                    copy_bidirectional(&mut near, &mut far).await
                });
            }
        });
    }

    /// Nobody gets through, and open connections end.
    pub(crate) async fn cut(&mut self) {
        self.running.shutdown().await;
    }
}
