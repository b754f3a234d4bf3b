//! `PostgreSQL`, Redis and `RabbitMQ` of a test's own, which it may kill; and those of everybody.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};
use url::Url;

/// The parts by their variables.
pub type Variables = BTreeMap<String, String>;

/// Parts in a folder of their own. They end with the test.
pub struct Parts {
    folder: PathBuf,
    pub variables: Variables,
}

impl Parts {
    /// Starts these parts, new and empty. Of the others the variables name places where nothing is.
    pub async fn start(test: &str, parts: &'static [&'static str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = root.join(".dev/test/faults").join(test);
        // What an interrupted run has left.
        clear_away(&folder);
        let mut started = Self {
            folder,
            variables: BTreeMap::new(),
        };
        started
            .script("start", &[&["--private"], parts].concat())
            .await;
        let nowhere = nowhere().await;
        for (variable, scheme) in [("REDIS_URL", "redis"), ("RABBITMQ_URL", "amqp")] {
            let url = format!("{scheme}://{nowhere}");
            started.variables.insert(variable.into(), url);
        }
        let told = started
            .script("env", &[&["--private"], parts].concat())
            .await;
        let told = told.lines().filter_map(|line| line.split_once('='));
        let told = told.map(|(name, value)| (name.to_owned(), value.replace('\\', "")));
        started.variables.extend(told);
        started
    }

    /// Ends a part without warning.
    pub async fn kill(&self, part: &str) {
        self.script("kill", &[part]).await;
    }

    /// Starts it again, on the same port and with what it has kept.
    pub async fn start_again(&self, part: &str) {
        self.script("start", &["--private", part]).await;
    }

    async fn script(&self, verb: &str, arguments: &[&str]) -> String {
        let mut command = script(&self.folder, verb, arguments);
        let done = tokio::task::spawn_blocking(move || command.output());
        let done = done
            .await
            .unwrap()
            .expect("deploy/dev/services.sh can be run");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success(),
            "services.sh {verb} {arguments:?}: {said}"
        );
        String::from_utf8(done.stdout).unwrap()
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        clear_away(&self.folder);
    }
}

fn script(folder: &Path, verb: &str, arguments: &[&str]) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(root.join("deploy/dev/services.sh"));
    command.arg(verb).args(arguments).arg("--dir").arg(folder);
    // What survives a kill is the question here.
    command.env_remove("PG_FAST");
    command
}

/// Ends what runs in the folder, and removes it.
fn clear_away(folder: &Path) {
    if !folder.exists() {
        return;
    }
    let stopped = script(folder, "stop", &[]).output();
    assert!(
        stopped.is_ok_and(|done| done.status.success()),
        "{folder:?} cannot be stopped"
    );
    // Its data may lie elsewhere, where its user can reach it.
    if let Ok(home) = std::fs::read_to_string(folder.join("postgres.home")) {
        remove(Path::new(home.trim()));
    }
    remove(folder);
}

fn remove(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        panic!("{folder:?} cannot be removed: {error}");
    }
}

/// A database of a test's own beside those of everybody, for tests that kill nothing.
pub struct Shared {
    server: String,
    pub name: String,
    pub variables: Variables,
}

impl Shared {
    pub async fn new() -> Self {
        let name = format!(
            "faults_test_{:016x}",
            service::Clock::system().new_id().as_u128() as u64
        );
        let shared = Self::named(name).await;
        shared
            .administer(&format!(
                "CREATE DATABASE {} TEMPLATE template0",
                shared.name
            ))
            .await;
        shared
    }

    async fn named(name: String) -> Self {
        let server = named_by_environment("DATABASE_URL");
        let mut database = Url::parse(&server).unwrap();
        database.set_path(&name);
        let variables = [
            ("DATABASE_URL", database.to_string()),
            ("REDIS_URL", named_by_environment("REDIS_URL")),
            ("REDIS_KEY_PREFIX", format!("{name}:")),
            // Nothing is to be left behind in a broker that others use.
            ("RABBITMQ_URL", format!("amqp://{}", nowhere().await)),
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

/// An address of this machine where nothing listens.
pub async fn nowhere() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}
