//! `server media`, as a process that can be killed.

use super::nothing_of_ours;
use crate::{
    app::{Callers, RULES},
    parts::Variables,
    patience::eventually,
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// A running media-service; ends with the test.
pub struct MediaProcess {
    child: Child,
    callers: Callers,
    log: Arc<Mutex<Vec<String>>>,
}

impl MediaProcess {
    /// Starts it, and waits until it is ready.
    pub async fn start(variables: &Variables) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
            .arg("media")
            .env_clear()
            .envs(RULES.iter().copied())
            .envs(variables)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let kept = log.clone();
        // Nobody may be kept from writing to its end.
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                kept.lock().unwrap().push(line);
            }
        });
        let port = || {
            let log = log.lock().unwrap();
            let mut lines = log
                .iter()
                .filter_map(|line| serde_json::from_str(line).ok());
            lines.find_map(|line: serde_json::Value| line["port"].as_u64())
        };
        eventually("it does not start", async || port().is_some()).await;
        let callers = Callers::of(&format!("http://127.0.0.1:{}", port().unwrap()));
        eventually("it is not ready", async || {
            callers.readiness().await == Some(200)
        })
        .await;
        Self {
            child,
            callers,
            log,
        }
    }

    /// Whether a line of its log has these words.
    pub fn has_said(&self, words: &str) -> bool {
        let log = self.log.lock().unwrap();
        log.iter().any(|line| line.contains(words))
    }

    /// Ends it without warning.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Health, metrics and the webhook are there, and nothing else.
    pub async fn answers_for_itself(&self, token: &str) {
        let health = self.callers.get("/health/detailed").await;
        let parts = &health.body["services"];
        let names: Vec<_> = parts.as_object().unwrap().keys().collect();
        assert_eq!(names, ["rabbitmq", "storage"]);
        assert_eq!(
            (health.status, &health.body["status"]),
            (200, &"healthy".into())
        );
        for path in ["/health", "/health/live", "/health/ready", "/metrics"] {
            assert_eq!(self.callers.get(path).await.status, 200, "{path}");
        }
        let records = nothing_of_ours();
        let told = |token| self.callers.post("/webhooks/storage", token, &records);
        assert_eq!(told(token).await.status, 202);
        let stranger = told("what-others-prove-themselves-with").await;
        let failure = (stranger.status, &stranger.body["code"]);
        assert_eq!(failure, (401, &"unauthenticated".into()));
        let nothing = self.callers.get("/api/v1/users/me").await;
        assert_eq!(
            (nothing.status, &nothing.body["code"]),
            (404, &"not_found".into())
        );
    }

    /// Tells it to end: it does, well and within ten seconds.
    pub async fn ends_well(mut self) {
        let started = Instant::now();
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        let mut end = None;
        while end.is_none() {
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "it does not end"
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
            end = self.child.try_wait().unwrap();
        }
        assert_eq!(end.and_then(|end| end.code()), Some(0));
    }
}

impl Drop for MediaProcess {
    /// What a test that fails has left running.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            assert!(self.child.kill().is_ok() && self.child.wait().is_ok());
        }
    }
}
