//! A whole server in this process, and people who call it.

use crate::{parts::Variables, patience::eventually};
use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};
use server::{bootstrap::Process, config::Config};
use service::Clock;
use sqlx::PgPool;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use uuid::Uuid;

pub const SECRET: &str = "the-secret-of-the-fault-tests-and-no-other";
pub const USERS: &str = "/api/v1/users";
/// The service by which the tests act.
pub const NAME: &str = "fault-tests";
pub const ME: &str = "/api/v1/users/me";

/// What every server of these tests is told beside its parts.
pub const RULES: &[(&str, &str)] = &[
    ("APP_ENV", "test"),
    ("HOST", "127.0.0.1"),
    ("PORT", "0"),
    ("METRICS_PORT", "0"),
    ("JWT_SECRET", SECRET),
    ("OIDC_ISSUER", "http://127.0.0.1:9"),
    ("SITE_ROOT", "tests/faults/no-site"),
    ("RATE_LIMIT_MAX", "1000000"),
    ("RATE_LIMIT_PAGES_MAX", "1000000"),
    ("RATE_LIMIT_SIGN_IN_MAX", "1000000"),
    ("RATE_LIMIT_UPLOADS_MAX", "1000000"),
    ("HEALTH_CHECK_TIMEOUT", "1000"),
    ("HEALTH_CHECK_INTERVAL", "1000"),
];

/// A running server with its workers.
pub struct App {
    pub process: Process,
    pub callers: Callers,
}

/// Those who call a server.
#[derive(Clone)]
pub struct Callers {
    origin: String,
    client: reqwest::Client,
}

/// Somebody with an account.
#[derive(Clone)]
pub struct Person {
    pub id: Uuid,
    token: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub took: Duration,
}

impl App {
    pub async fn start(parts: &Variables) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::start_on(listener, parts, Variables::new()).await
    }

    /// The same on this listener, told more.
    pub async fn start_on(listener: TcpListener, parts: &Variables, more: Variables) -> Self {
        let rules = RULES
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let told = parts.clone().into_iter().chain(rules).chain(more);
        let config = Config::read(told.collect()).unwrap();
        let process = Process::wire(config).unwrap();
        process.migrate().await.unwrap();
        let callers = Callers::of(&format!("http://{}", listener.local_addr().unwrap()));
        process.serve(listener);
        process.attend();
        process.work();
        Self { process, callers }
    }

    pub fn pool(&self) -> &PgPool {
        &self.process.state().parts.pool
    }

    /// Waits until no event waits.
    pub async fn outbox_is_empty(&self) {
        eventually("events wait in the outbox for ever", async || {
            matches!(service::outbox::waiting(self.pool()).await, Ok((0, _)))
        })
        .await;
    }
}

impl Callers {
    pub fn of(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            client: reqwest::Client::builder()
                .timeout(Duration::from_secs(30))
                .build()
                .unwrap(),
        }
    }

    /// `host:port` of the server.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// Somebody new, made by another service.
    pub async fn newcomer(&self) -> Person {
        let auth_id = Clock::system().new_id();
        let email = format!("{auth_id}@example.test");
        let account =
            json!({"authId": auth_id, "email": email, "firstName": "Ada", "lastName": "Lovelace"});
        let made = self
            .call(
                Method::POST,
                USERS,
                Some(&service_token(NAME)),
                Some(&account),
            )
            .await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.body["data"]["id"].as_str().unwrap().parse().unwrap();
        let token =
            token(&json!({"sub": id, "authId": auth_id, "email": email, "role": "student"}));
        Person { id, token }
    }

    pub async fn read_me(&self, person: &Person) -> Answer {
        self.call(Method::GET, ME, Some(&person.token), None).await
    }

    pub async fn write_bio(&self, person: &Person, bio: &str) -> Answer {
        let change = json!({"bio": bio});
        self.call(Method::PUT, ME, Some(&person.token), Some(&change))
            .await
    }

    /// Uploads a picture straight to storage. Gives the upload's id.
    pub async fn upload(&self, person: &Person, kind: &str, bytes: &[u8]) -> String {
        let path = format!("{ME}/avatar/upload-url");
        let request = json!({"contentType": kind, "contentLength": bytes.len()});
        let asked = self.call(Method::POST, &path, Some(&person.token), Some(&request));
        let ticket = asked.await.body["data"].clone();
        let put = self.client.put(ticket["url"].as_str().unwrap());
        let put = put.header("content-type", kind).body(bytes.to_vec());
        assert_eq!(put.send().await.unwrap().status(), 200);
        ticket["uploadId"].as_str().unwrap().to_owned()
    }

    /// How an upload stands.
    pub async fn upload_of(&self, person: &Person, id: &str) -> Value {
        let path = format!("{ME}/avatar/uploads/{id}");
        let answer = self.call(Method::GET, &path, Some(&person.token), None);
        answer.await.body["data"].clone()
    }

    /// Waits until the pictures of an upload are the person's.
    pub async fn becomes_ready(&self, person: &Person, id: &str) {
        eventually("the upload does not become ready", async || {
            self.upload_of(person, id).await["status"] == "ready"
        })
        .await;
    }

    /// Somebody's profile as another service reads it.
    pub async fn look_at(&self, id: Uuid) -> Answer {
        let path = format!("{USERS}/{id}");
        self.call(Method::GET, &path, Some(&service_token(NAME)), None)
            .await
    }

    /// Asks with a token of somebody else's making.
    pub async fn read_me_by(&self, token: &str) -> Answer {
        self.call(Method::GET, ME, Some(token), None).await
    }

    pub async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(token), Some(body)).await
    }

    /// Reads as a service of this name.
    pub async fn read_as(&self, service: &str, path: &str) -> Answer {
        let token = service_token(service);
        self.call(Method::GET, path, Some(&token), None).await
    }

    /// A number among those for Prometheus, as it is written there.
    pub async fn number(&self, name: &str) -> f64 {
        let told = self.client.get(format!("{}/metrics", self.origin));
        let told = told.send().await.unwrap().text().await.unwrap();
        let number = told.lines().find_map(|line| line.strip_prefix(name));
        number.expect("a number").trim().parse().unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, None).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        let started = Instant::now();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.origin));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.expect("the server answers");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.json().await.unwrap_or_default();
        let took = started.elapsed();
        Answer {
            status,
            headers,
            body,
            took,
        }
    }

    /// Whether the server takes connections, and what it then says of its readiness.
    pub async fn readiness(&self) -> Option<u16> {
        // A connection of its own: one from before would be served to its end.
        let client = reqwest::Client::new();
        let asked = client
            .get(format!("{}/health/ready", self.origin))
            .send()
            .await;
        asked.ok().map(|answer| answer.status().as_u16())
    }
}

impl Answer {
    pub fn bio(&self) -> &str {
        self.body["data"]["bio"].as_str().unwrap_or_default()
    }
}

fn service_token(name: &str) -> String {
    token(&json!({"sub": name, "role": "service", "scope": "users:read users:write"}))
}

fn token(claims: &Value) -> String {
    let mut claims = claims.clone();
    claims["exp"] = (Clock::system().now().timestamp() + 3600).into();
    encode(
        &Header::default(),
        &claims,
        &EncodingKey::from_secret(SECRET.as_bytes()),
    )
    .unwrap()
}
