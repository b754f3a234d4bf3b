//! The parts of everybody, for tests that kill nothing.

use crate::parts::{Variables, nowhere};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use url::Url;

/// A database of a test's own beside those of everybody.
pub struct Shared {
    server: String,
    pub name: String,
    pub variables: Variables,
}

impl Shared {
    pub async fn new() -> Self {
        let name = format!("faults_test_{}", service::Clock::system().new_id().simple());
        let shared = Self::named(name);
        shared
            .administer(&format!(
                "CREATE DATABASE {} TEMPLATE template0",
                shared.name
            ))
            .await;
        shared
    }

    fn named(name: String) -> Self {
        let server = named_by_environment("DATABASE_URL");
        let mut database = Url::parse(&server).unwrap();
        database.set_path(&name);
        let variables = [
            ("DATABASE_URL", database.to_string()),
            ("REDIS_URL", named_by_environment("REDIS_URL")),
            ("REDIS_KEY_PREFIX", format!("{name}:")),
            // Nothing is to be left behind in a broker that others use.
            ("RABBITMQ_URL", format!("amqp://{}", nowhere())),
        ];
        let variables = variables
            .map(|(name, value)| (name.to_owned(), value))
            .into();
        Self {
            server,
            name,
            variables,
        }
    }

    /// Drops the database, whoever is still connected.
    pub async fn remove(self) {
        self.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name))
            .await;
    }

    async fn administer(&self, sql: &str) {
        let mut connection = PgConnection::connect(&self.server).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .unwrap();
    }
}

/// A variable that names a part, or one clear sentence.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of their services by the environment"
)]
fn named_by_environment(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `deploy/dev/services.sh start` and eval its `env` first.")
    })
}
