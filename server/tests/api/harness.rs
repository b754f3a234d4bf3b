//! What every test stands on: a whole server with a database, a key prefix and an exchange of its
//! own, and the people, tokens and calls to try it with.

pub mod call;
mod copy;
mod database;
mod ears;
pub mod issuer;
mod patience;
pub mod people;
mod queues;
mod session;
mod staff;
mod storage;
pub mod tokens;

pub use call::{Call, Reply};
pub use ears::{Ears, Heard};
pub use patience::eventually;
pub use people::Person;
pub use storage::{Running, TestStorage};

use database::Database;
use reqwest::Method;
use serde_json::Value;
use server::{bootstrap::Process, config::Config, http::AppState};
use service::{Clock, inbox::PATTERNS};
use std::{collections::BTreeMap, time::Duration};
use tokio::net::TcpListener;

/// Names with values: parameters, or fields and what is wrong with them.
pub type Pairs<'a> = &'a [(&'a str, &'a str)];

/// The caller's own profile.
pub const ME: &str = "/api/v1/users/me";
/// All people.
pub const USERS: &str = "/api/v1/users";

/// A running server.
pub struct TestApp {
    process: Process,
    /// `http://127.0.0.1:port`
    pub origin: String,
    variables: BTreeMap<String, String>,
    client: reqwest::Client,
    storage: Option<TestStorage>,
    /// Only who made the database drops it; a second server has none.
    database: Option<Database>,
}

/// A variable that names a service, or one clear sentence.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of their services by the environment"
)]
fn address_of(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `deploy/dev/services.sh start` and eval its `env` first.")
    })
}

impl TestApp {
    /// A server as a new deployment has it.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// The same with some variables set.
    pub async fn with(more: &[(&str, &str)]) -> Self {
        Self::by(Clock::system(), more).await
    }

    /// The same by another clock than the machine's.
    pub async fn by(clock: Clock, more: &[(&str, &str)]) -> Self {
        let database =
            Database::create(&address_of("DATABASE_URL"), &address_of("RABBITMQ_URL")).await;
        let mut variables = BTreeMap::from(database.variables());
        variables.extend(
            [
                ("APP_ENV", "test"),
                ("REDIS_URL", &address_of("REDIS_URL")),
                ("RABBITMQ_URL", &address_of("RABBITMQ_URL")),
                ("JWT_SECRET", tokens::SECRET),
                // Nobody listens there: a test that signs in through it says so.
                ("OIDC_ISSUER", "http://127.0.0.1:9"),
                // Nor there.
                ("S3_ENDPOINT", "http://127.0.0.1:9"),
                ("SITE_ROOT", "tests/api/no-site"),
                // Kept, but met only by tests that say how much is enough.
                ("RATE_LIMIT_MAX", "1000000"),
                ("RATE_LIMIT_PAGES_MAX", "1000000"),
                ("RATE_LIMIT_SIGN_IN_MAX", "1000000"),
                ("RATE_LIMIT_UPLOADS_MAX", "1000000"),
            ]
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        variables
            .entry("PUBLIC_URL".into())
            .or_insert_with(|| origin.clone());
        Self::run(clock, variables, listener, Some(database)).await
    }

    /// The same with a storage of its own, which tells of new objects, and no media-service yet.
    pub async fn with_storage(more: &[(&str, &str)]) -> Self {
        Self::with_storage_that(true, more).await
    }

    /// The same with a storage that tells nobody anything.
    pub async fn with_silent_storage(more: &[(&str, &str)]) -> Self {
        Self::with_storage_that(false, more).await
    }

    async fn with_storage_that(tells: bool, more: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let endpoint = format!("http://{address}");
        let mut app = Self::with(&[&[("S3_ENDPOINT", endpoint.as_str())], more].concat()).await;
        let mut storage = TestStorage::at(address, &app.state().config.storage, tells);
        storage.open_on(listener);
        app.storage = Some(storage);
        let prepared = app.state().parts.storage.prepare(&[], "avatars/").await;
        assert!(prepared.unwrap().is_empty());
        app
    }

    /// The storage of its own.
    pub fn storage(&mut self) -> &mut TestStorage {
        self.storage.as_mut().expect("a test with storage")
    }

    /// Another server on the same database, cache and broker, as behind a load balancer.
    pub async fn replica(&self) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let clock = self.state().services.clock.clone();
        Self::run(clock, self.variables.clone(), listener, None).await
    }

    async fn run(
        clock: Clock,
        variables: BTreeMap<String, String>,
        listener: TcpListener,
        database: Option<Database>,
    ) -> Self {
        let config = Config::read(variables.clone()).unwrap();
        let database = database.map(|database| database.and_queues_of(&config));
        let process = Process::wire_by(clock, config).unwrap();
        let redis = &process.state().parts.redis;
        redis
            .wait_for_connect(Duration::from_secs(10))
            .await
            .expect("REDIS_URL: Redis must answer there");
        let origin = format!("http://{}", listener.local_addr().unwrap());
        process.serve(listener);
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            process,
            origin,
            variables,
            client,
            storage: None,
            database,
        }
    }

    /// What the server's handlers reach.
    pub fn state(&self) -> &AppState {
        self.process.state()
    }

    /// Straight to the database.
    pub fn pool(&self) -> &sqlx::PgPool {
        &self.state().parts.pool
    }

    /// Of whom a token says that its tenant is not named.
    pub fn default_tenant(&self) -> String {
        self.state().config.default_tenant.to_string()
    }

    /// A call of any method.
    pub fn call(&self, method: Method, path: &str) -> Call {
        Call::new(
            self.client
                .request(method, format!("{}{path}", self.origin)),
            path,
        )
    }

    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    pub fn put(&self, path: &str, body: &Value) -> Call {
        self.call(Method::PUT, path).json(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Call {
        self.call(Method::PATCH, path).json(body)
    }

    pub fn post(&self, path: &str, body: &Value) -> Call {
        self.call(Method::POST, path).json(body)
    }

    /// Begins to take in events, as a worker does; whatever comes from now on.
    pub async fn take_in_events(&self) {
        let broker = &self.state().config.rabbit.broker;
        broker::prepare(broker, PATTERNS).await.unwrap();
        self.process.take_in_events();
    }

    /// Has the messages of storage wait for a media-service that has never run.
    pub async fn prepare_for_pictures(&self) {
        let messages = &self.state().config.storage.messages;
        broker::prepare(messages, media::PATTERNS).await.unwrap();
    }

    /// Begins to hear every event of this server.
    pub async fn listen(&self) -> Ears {
        self.listen_to(&["#"]).await
    }

    /// Begins to hear what is routed under these keys.
    pub async fn listen_to(&self, keys: &[&str]) -> Ears {
        let broker = &self.state().config.rabbit.broker;
        Ears::open(&address_of("RABBITMQ_URL"), &broker.exchange, keys).await
    }

    /// Publishes what waits, and gives all that came.
    pub async fn published(&self, ears: &Ears) -> Vec<Heard> {
        let report = self.state().services.relay.drain().await.unwrap();
        assert_eq!(report.failed, 0, "RABBITMQ_URL: the broker took no event");
        ears.all().await
    }
}
