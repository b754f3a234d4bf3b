//! A streaming replica of a test's `PostgreSQL`, which the test may pause, freeze, kill and start again.

use crate::{
    parts::{Parts, free_port},
    patience::eventually,
};
use sqlx::{Connection, PgConnection, Row};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use url::Url;

/// Runs a program of `PostgreSQL` as the user that owns its data.
const AS_POSTGRES: &str =
    r#". "$1"; exec "${AS_POSTGRES[@]}" "$(postgres_bin)/$2" "${@:3}" 2>>"$0""#;

/// A replica that ends with the test.
pub struct Replica {
    data: PathBuf,
    log: PathBuf,
    url: Url,
    server: Child,
}

impl Replica {
    /// Copies the primary of these parts and begins to follow it.
    pub async fn copy(parts: &Parts) -> Self {
        let home = std::fs::read_to_string(parts.folder.join("postgres.home")).unwrap();
        let data = Path::new(home.trim()).join("replica");
        let log = parts.folder.join("replica.log");
        let primary = &parts.variables["DATABASE_URL"];
        let to = data.to_str().unwrap();
        let arguments = ["-D", to, "-d", primary, "-R", "-X", "stream", "-c", "fast"];
        let copied = program(&log, "pg_basebackup", &arguments).status().unwrap();
        assert!(copied.success(), "see {}", log.display());
        let mut url = Url::parse(primary).unwrap();
        url.set_port(Some(free_port(12_000, &[0]))).unwrap();
        let server = serve(&log, &data, &url);
        let mut replica = Self {
            data,
            log,
            url,
            server,
        };
        replica.answers().await;
        replica
    }

    pub fn url(&self) -> String {
        self.url.to_string()
    }

    /// From now on it shows what it shows, and goes on to receive.
    pub async fn pause(&self) {
        self.tell("SELECT pg_wal_replay_pause()").await;
        let state = "SELECT pg_get_wal_replay_pause_state() = 'paused'";
        eventually("replay does not pause", async || self.says(state).await).await;
    }

    pub async fn resume(&self) {
        self.tell("SELECT pg_wal_replay_resume()").await;
    }

    /// Stops every process of it where it is: connections stay, and nobody answers.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    pub fn thaw(&self) {
        self.signal("CONT");
    }

    /// Ends it without warning.
    pub fn kill(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }

    /// Starts it with what it has.
    pub async fn start_again(&mut self) {
        self.server = serve(&self.log, &self.data, &self.url);
        self.answers().await;
    }

    async fn answers(&mut self) {
        let server = std::sync::Mutex::new(&mut self.server);
        let (log, data, url) = (&self.log, &self.data, &self.url);
        eventually("the replica does not answer", async || {
            {
                let mut server = server.lock().unwrap();
                // Processes of one that was killed hold its memory for a moment.
                if server.try_wait().unwrap().is_some() {
                    **server = serve(log, data, url);
                }
            }
            PgConnection::connect(url.as_str()).await.is_ok()
        })
        .await;
    }

    async fn tell(&self, sql: &'static str) {
        let mut connection = PgConnection::connect(self.url.as_str()).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }

    async fn says(&self, sql: &'static str) -> bool {
        let mut connection = PgConnection::connect(self.url.as_str()).await.unwrap();
        sqlx::query(sql)
            .fetch_one(&mut connection)
            .await
            .unwrap()
            .get(0)
    }

    fn signal(&self, name: &str) {
        let server = self.server.id();
        let children = format!("/proc/{server}/task/{server}/children");
        let children = std::fs::read_to_string(children).unwrap();
        let all = children.split_whitespace().map(ToOwned::to_owned);
        let all: Vec<String> = all.chain([server.to_string()]).collect();
        let mut told = Command::new("kill");
        // One that has ended meanwhile needs no signal.
        let told = told.args(["-s", name]).args(all).stderr(Stdio::null());
        told.status().unwrap();
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        if matches!(self.server.try_wait(), Ok(None)) {
            // At once, but with all of its processes: their folder goes next.
            self.signal("CONT");
            self.signal("QUIT");
            drop(self.server.wait());
        }
    }
}

fn serve(log: &Path, data: &Path, url: &Url) -> Child {
    let port = format!("port={}", url.port().unwrap());
    let arguments = ["-D", data.to_str().unwrap(), "-c", &port];
    // Not less than the primary has, or replay stops.
    let more = "listen_addresses=127.0.0.1 unix_socket_directories= max_connections=200 jit=off";
    let more = more.split(' ').flat_map(|setting| ["-c", setting]);
    let arguments: Vec<&str> = arguments.into_iter().chain(more).collect();
    program(log, "postgres", &arguments).spawn().unwrap()
}

fn program(log: &Path, name: &str, arguments: &[&str]) -> Command {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/dev/lib/postgres.sh");
    let mut command = Command::new("bash");
    command.args(["-c", AS_POSTGRES]).arg(log).arg(library);
    command.arg(name).args(arguments);
    // Where its user may be.
    command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}
