//! A running provider, and the ways to look at it.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use dev_auth::{Client, Config, DEFAULT_KEY_ROTATION};
use futures::{FutureExt as _, StreamExt as _};
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, ExchangeDeclareOptions,
    ExchangeDeleteOptions, QueueBindOptions, QueueDeclareOptions, QueueDeleteOptions,
};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties, Consumer, ExchangeKind};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::browser::Browser;

pub(crate) const CALLBACK: &str = "http://localhost:3002/auth/callback";
pub(crate) const SIGNED_OUT: &str = "http://localhost:3002/signed-out";
pub(crate) const CLIENT_ID: &str = "matricula-web";
pub(crate) const CLIENT_SECRET: &str = "a secret & more";
pub(crate) const AUDIENCE: &str = "matricula";

/// How long anything may take that happens behind the scenes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// What a test has at hand.
pub(crate) struct World {
    pub(crate) database_url: String,
    pub(crate) rabbitmq_url: String,
    exchange: String,
    queue: String,
    connection: Connection,
    channel: Channel,
    heard: tokio::sync::Mutex<Consumer>,
}

/// A provider that runs.
pub(crate) struct Running<'a> {
    pub(crate) world: &'a World,
    pub(crate) issuer: String,
    pub(crate) http: reqwest::Client,
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

/// Runs `walk` in a fresh world, and clears that away whatever came of it.
pub(crate) async fn in_a_world(walk: impl AsyncFnOnce(&World)) {
    let (database_url, rabbitmq_url) = (service("DATABASE_URL"), service("RABBITMQ_URL"));
    let name = format!("dev_auth_test_{:x}", rand::random::<u64>());
    administer(
        &database_url,
        &format!("CREATE DATABASE {name} TEMPLATE template0"),
    )
    .await;
    let mut own = Url::parse(&database_url).unwrap();
    own.set_path(&name);
    let world = World::new(own.into(), rabbitmq_url, name.clone()).await;
    let outcome = AssertUnwindSafe(Box::pin(walk(&world)))
        .catch_unwind()
        .await;
    world.clear_away().await;
    administer(&database_url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// Runs `walk` with a provider that has the personas.
pub(crate) async fn with_provider(walk: impl AsyncFnOnce(&Running<'_>)) {
    in_a_world(async |world| world.run(world.config(), walk).await).await;
}

async fn administer(database_url: &str, sql: &str) {
    let mut conn = PgConnection::connect(database_url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .unwrap();
}

impl World {
    async fn new(database_url: String, rabbitmq_url: String, name: String) -> Self {
        let connection = Connection::connect(&rabbitmq_url, ConnectionProperties::default())
            .await
            .unwrap();
        let channel = connection.create_channel().await.unwrap();
        let exchange = format!("{name}.events");
        let durable = ExchangeDeclareOptions {
            durable: true,
            ..Default::default()
        };
        let table = FieldTable::default;
        channel
            .exchange_declare(
                exchange.as_str().into(),
                ExchangeKind::Topic,
                durable,
                table(),
            )
            .await
            .unwrap();
        let exclusive = QueueDeclareOptions {
            exclusive: true,
            ..Default::default()
        };
        let ears = channel
            .queue_declare("".into(), exclusive, table())
            .await
            .unwrap();
        let (ears, all) = (ears.name().clone(), "auth.user.#".into());
        let bind = QueueBindOptions::default();
        channel
            .queue_bind(ears.clone(), exchange.as_str().into(), all, bind, table())
            .await
            .unwrap();
        let consume = BasicConsumeOptions::default();
        let heard = channel
            .basic_consume(ears, "test".into(), consume, table())
            .await
            .unwrap();
        Self {
            database_url,
            rabbitmq_url,
            queue: format!("{name}.queue"),
            exchange,
            connection,
            channel,
            heard: tokio::sync::Mutex::new(heard),
        }
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            issuer: Url::parse("http://localhost").unwrap(),
            database_url: self.database_url.clone(),
            rabbitmq_url: self.rabbitmq_url.clone(),
            exchange: self.exchange.clone(),
            queue: self.queue.clone(),
            client: Client {
                id: CLIENT_ID.into(),
                secret: CLIENT_SECRET.into(),
                redirect_uris: vec![CALLBACK.into()],
                post_logout_redirect_uris: vec![SIGNED_OUT.into()],
            },
            audience: AUDIENCE.into(),
            key_rotation: DEFAULT_KEY_ROTATION,
            personas: true,
        }
    }

    /// Runs a provider on a free port for the time of `walk`.
    pub(crate) async fn run(&self, mut config: Config, walk: impl AsyncFnOnce(&Running<'_>)) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        config.issuer = Url::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let issuer = config.issuer.as_str().trim_end_matches('/').to_owned();
        let running = Running {
            world: self,
            issuer,
            http,
        };
        let stop = CancellationToken::new();
        let walk = async {
            let outcome = AssertUnwindSafe(Box::pin(walk(&running)))
                .catch_unwind()
                .await;
            stop.cancel();
            outcome
        };
        let (ended, outcome) = tokio::join!(
            Box::pin(dev_auth::run(config, listener, stop.clone())),
            walk
        );
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
        ended.unwrap();
    }

    /// The next event of a type; others that come first are passed over.
    pub(crate) async fn hear(&self, kind: &str) -> (Value, BasicProperties) {
        let listen = async {
            let mut heard = self.heard.lock().await;
            loop {
                let delivery = heard.next().await.unwrap().unwrap();
                delivery.ack(BasicAckOptions::default()).await.unwrap();
                if delivery.routing_key.as_str() == kind {
                    let body = serde_json::from_slice(&delivery.data).unwrap();
                    return (body, delivery.properties.clone());
                }
            }
        };
        tokio::time::timeout(PATIENCE, listen)
            .await
            .unwrap_or_else(|_| panic!("no {kind} came"))
    }

    /// Publishes an event as Matricula would.
    pub(crate) async fn tell(&self, kind: &str, data: Value, sequence: u64) {
        let metadata = json!({"sequence": sequence, "version": 1});
        let event = json!({"type": kind, "data": data, "metadata": metadata});
        self.tell_raw(kind, event.to_string().as_bytes()).await;
    }

    pub(crate) async fn tell_raw(&self, kind: &str, body: &[u8]) {
        let (options, properties) = (BasicPublishOptions::default(), BasicProperties::default());
        self.channel
            .basic_publish(
                self.exchange.as_str().into(),
                kind.into(),
                options,
                body,
                properties,
            )
            .await
            .unwrap();
    }

    /// Waits until the provider's queue exists, so that what is told from now on is heard.
    pub(crate) async fn provider_listens(&self) {
        let listening = async {
            loop {
                // A failed passive declaration closes its channel.
                let channel = self.connection.create_channel().await.unwrap();
                let passive = QueueDeclareOptions {
                    passive: true,
                    ..Default::default()
                };
                let queue = self.queue.as_str().into();
                match channel
                    .queue_declare(queue, passive, FieldTable::default())
                    .await
                {
                    Ok(queue) if queue.consumer_count() > 0 => return,
                    _ => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        tokio::time::timeout(PATIENCE, listening).await.unwrap();
    }

    async fn clear_away(self) {
        let (queue, exchange) = (self.queue.as_str().into(), self.exchange.as_str().into());
        self.channel
            .queue_delete(queue, QueueDeleteOptions::default())
            .await
            .unwrap();
        self.channel
            .exchange_delete(exchange, ExchangeDeleteOptions::default())
            .await
            .unwrap();
        self.connection.close(200, "done".into()).await.unwrap();
    }
}

impl Running<'_> {
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.issuer);
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }
}
