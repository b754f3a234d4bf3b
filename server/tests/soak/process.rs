//! `server web` and `server worker` as processes that can be killed.

use crate::parts::Variables;
use std::{
    fs::File,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

/// As production runs, in which a process says that it is not ready before it takes no more connections.
const RULES: &[(&str, &str)] = &[
    ("APP_ENV", "production"),
    ("HOST", "127.0.0.1"),
    ("METRICS_PORT", "0"),
    ("LOG_LEVEL", "warn"),
    ("PUBLIC_URL", "https://matricula.example.test"),
    ("OIDC_ISSUER", "https://auth.example.test"),
    ("OIDC_CLIENT_SECRET", "a-secret-of-our-own-for-the-soak"),
    ("S3_ENDPOINT", "http://127.0.0.1:9"),
    ("S3_ACCESS_KEY_ID", "matricula-in-the-soak"),
    ("S3_SECRET_ACCESS_KEY", "another-secret-of-our-own"),
    ("JWT_SECRET", SECRET),
    ("HEALTH_CHECK_TIMEOUT", "1000"),
    ("HEALTH_CHECK_INTERVAL", "1000"),
    // Nobody is to be slowed down here.
    ("RATE_LIMIT_MAX", "1000000000"),
];

pub const SECRET: &str = "the-secret-of-the-soak-and-of-no-other-test";
/// As a deployment waits before it kills.
const PATIENCE: Duration = Duration::from_secs(15);

/// A process, which ends with the soak.
pub struct Process {
    duty: &'static str,
    port: u16,
    variables: Variables,
    log: std::path::PathBuf,
    child: Child,
}

impl Process {
    /// `duty` is the subcommand; `name` that of its log in this folder.
    pub fn start(
        duty: &'static str,
        port: u16,
        parts: &Variables,
        (folder, name): (&Path, &str),
    ) -> Self {
        let mut variables = parts.clone();
        for (name, value) in RULES {
            variables.insert((*name).into(), (*value).into());
        }
        variables.insert("PORT".into(), port.to_string());
        let log = folder.join(format!("{name}.log"));
        let child = spawn(duty, &variables, &log);
        Self {
            duty,
            port,
            variables,
            log,
            child,
        }
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it without warning (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to end (SIGTERM), which it does, and well.
    pub async fn end(&mut self) {
        let started = Instant::now();
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        let end = loop {
            if let Some(end) = self.child.try_wait().unwrap() {
                break end;
            }
            assert!(started.elapsed() < PATIENCE, "{} does not end", self.duty);
            tokio::time::sleep(Duration::from_millis(25)).await;
        };
        assert_eq!(end.code(), Some(0), "{}", self.duty);
    }

    /// Starts it again, at the same address.
    pub fn start_again(&mut self) {
        self.child = spawn(self.duty, &self.variables, &self.log);
    }
}

fn spawn(duty: &str, variables: &Variables, log: &Path) -> Child {
    let folder = log.parent().unwrap();
    let log = File::options().create(true).append(true).open(log).unwrap();
    // The folder, where nothing else works, is what tells it from others' servers.
    Command::new(env!("CARGO_BIN_EXE_server"))
        .arg(duty)
        .current_dir(folder)
        .env_clear()
        .envs(variables)
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

impl Drop for Process {
    /// What a soak that fails has left running.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            assert!(self.child.kill().is_ok() && self.child.wait().is_ok());
        }
    }
}
