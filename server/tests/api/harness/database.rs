//! A database for each test, copied from a template that has the schema.

use server::config::Config;
use service::{Clock, adapters::postgres::MIGRATOR};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::hash::{DefaultHasher, Hash, Hasher};
use url::Url;

/// Whoever makes the template holds this.
const LOCK: i64 = 0x6d61_7472_6963;

/// A database that goes when the test ends, and with it what the broker keeps for the test.
pub struct Database {
    name: String,
    url: String,
    server: String,
    broker: String,
    queues: Vec<String>,
}

impl Database {
    pub async fn create(server: &str, broker: &str) -> Self {
        let mut conn = PgConnection::connect(server)
            .await
            .expect("DATABASE_URL: PostgreSQL must answer there");
        let template = template(&mut conn, server).await;
        Self::of(&template, conn, server, broker).await
    }

    /// Another with all that this one has. Nobody may be connected to this one.
    pub async fn copy(&self) -> Self {
        let conn = PgConnection::connect(&self.server).await.unwrap();
        Self::of(&self.name, conn, &self.server, &self.broker).await
    }

    async fn of(template: &str, mut conn: PgConnection, server: &str, broker: &str) -> Self {
        let id = Clock::system().new_id().simple().to_string();
        let name = format!("matricula_test_{id}");
        run(
            &mut conn,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        conn.close().await.unwrap();
        Self {
            url: beside(server, &name),
            name,
            server: server.to_owned(),
            broker: broker.to_owned(),
            queues: Vec::new(),
        }
    }

    /// The variables of a server that has this database, and its own part of all that is shared.
    pub fn variables(&self) -> [(String, String); 6] {
        let name = &self.name;
        [
            ("DATABASE_URL", self.url.clone()),
            ("REDIS_KEY_PREFIX", format!("{name}:")),
            ("RABBITMQ_EXCHANGE", name.clone()),
            ("RABBITMQ_QUEUE", format!("{name}.queue")),
            ("STORAGE_EXCHANGE", format!("{name}.storage")),
            ("MEDIA_QUEUE", format!("{name}.media")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
    }

    /// With it go the queues that a server of this configuration may make.
    pub fn and_queues_of(mut self, config: &Config) -> Self {
        for subscription in [&config.rabbit.broker, &config.storage.messages] {
            let queue = &subscription.queue;
            let pauses = subscription.retry_pauses.iter();
            let retries = pauses.map(|pause| format!("{queue}.retry.{}ms", pause.as_millis()));
            self.queues.extend(retries);
            self.queues.extend([queue.clone(), format!("{queue}.dead")]);
        }
        self
    }
}

impl Drop for Database {
    /// A test has no last line of its own, so this waits for a small runtime beside it. What a
    /// killed run leaves is swept by the next `make test`.
    fn drop(&mut self) {
        let (server, broker) = (self.server.clone(), self.broker.clone());
        let (name, queues) = (
            std::mem::take(&mut self.name),
            std::mem::take(&mut self.queues),
        );
        let cleared = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(async {
                    let mut conn = PgConnection::connect(&server).await.unwrap();
                    run(&mut conn, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
                    let exchanges = [&name, &format!("{name}.storage")];
                    super::ears::forget(&broker, exchanges, &queues).await;
                });
        })
        .join();
        if !std::thread::panicking() {
            cleared.expect("what the test made can be cleared away");
        }
    }
}

/// The name of a database with the schema of these migrations; made by whoever comes first.
async fn template(conn: &mut PgConnection, server: &str) -> String {
    let mut hasher = DefaultHasher::new();
    for migration in MIGRATOR.iter() {
        (migration.version, &migration.checksum).hash(&mut hasher);
    }
    let name = format!("matricula_test_template_{:016x}", hasher.finish());
    run(conn, &format!("SELECT pg_advisory_lock({LOCK})")).await;
    let found: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut *conn)
        .await
        .unwrap();
    if found.is_none() {
        // It gets its name when it is whole, so that a killed run leaves no half template.
        let unfinished = format!("{name}_unfinished");
        run(
            conn,
            &format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"),
        )
        .await;
        run(
            conn,
            &format!("CREATE DATABASE {unfinished} TEMPLATE template0"),
        )
        .await;
        let mut inside = PgConnection::connect(&beside(server, &unfinished))
            .await
            .unwrap();
        MIGRATOR.run(&mut inside).await.unwrap();
        inside.close().await.unwrap();
        run(
            conn,
            &format!("ALTER DATABASE {unfinished} RENAME TO {name}"),
        )
        .await;
    }
    run(conn, &format!("SELECT pg_advisory_unlock({LOCK})")).await;
    name
}

fn beside(server: &str, name: &str) -> String {
    let mut url = Url::parse(server).expect("DATABASE_URL must be an address");
    url.set_path(name);
    url.into()
}

async fn run(conn: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(conn)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}
