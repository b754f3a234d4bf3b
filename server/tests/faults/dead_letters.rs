//! Events that were put aside: seen in the numbers, and tried again by whoever runs a deployment.

use crate::{app::RULES, ears::Ears, parts::Parts, patience::eventually};
use sqlx::PgPool;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Output, Stdio},
};

fn server(parts: &Parts) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    let rules = RULES.iter().copied();
    command.env_clear().envs(rules).envs(&parts.variables);
    command
}

/// How the command ended, and all that it said.
async fn ask(parts: &Parts, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = server(parts);
    command.arg("dead-letters").args(arguments);
    let run = tokio::task::spawn_blocking(move || command.output());
    let Output {
        status,
        stdout,
        stderr,
    } = run.await.unwrap().unwrap();
    let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code(), said)
}

/// A server in a process of its own: its numbers are nobody else's.
struct Server {
    child: Child,
    origin: String,
}

impl Server {
    async fn start(parts: &Parts) -> Self {
        let mut child = server(parts).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reading = tokio::task::spawn_blocking(move || {
            let mut log = output.lines().map_while(Result::ok);
            let port = log.find_map(|line| {
                let line: serde_json::Value = serde_json::from_str(&line).ok()?;
                line["port"].as_u64()
            });
            // Nobody may be kept from writing to its end.
            std::thread::spawn(move || log.for_each(drop));
            port
        });
        let port = reading.await.unwrap().expect("the log tells the port");
        Self {
            child,
            origin: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Waits until the numbers tell of so many.
    async fn tells_of(&self, letters: u32) {
        let line = format!("user_service_dead_letters {letters}");
        eventually(&format!("the numbers do not say {letters}"), async || {
            let numbers = reqwest::get(format!("{}/metrics", self.origin)).await;
            let numbers = numbers.unwrap().text().await.unwrap();
            numbers.lines().any(|other| other == line)
        })
        .await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        // A test that fails has said enough.
        assert!(ended.is_ok() || std::thread::panicking(), "{ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_was_put_aside_is_counted_listed_and_applied_when_it_is_given_back() {
    let parts = Parts::start("dead-letters", &["postgres", "redis", "rabbitmq"]).await;
    let server = Server::start(&parts).await;
    let pool = PgPool::connect(&parts.variables["DATABASE_URL"])
        .await
        .unwrap();
    let ears = Ears::at(&parts.variables["RABBITMQ_URL"]).await;
    server.tells_of(0).await;
    eventually("nobody listens", async || {
        ears.consumers("user-service.events").await == 1
    })
    .await;
    ears.tell_nonsense("auth.user.registered", "nonsense-1")
        .await;
    let auth_id = ears.put_aside("user-service.events.dead", "late-1").await;
    server.tells_of(2).await;

    let (code, said) = ask(&parts, &["list"]).await;
    assert_eq!(code, Some(0), "{said}");
    let line = |id: &str| said.lines().find(|line| line.starts_with(id)).unwrap();
    let late = "late-1  auth.user.registered  tried again 5 times  the database was restored";
    assert_eq!(line("late-1"), late);
    assert!(
        line("nonsense-1").starts_with("nonsense-1  no event  tried again 0 times  "),
        "{said}"
    );
    assert!(said.ends_with("2 messages are put aside.\n"), "{said}");
    assert!(!said.contains("example.test"), "{said}");
    let (_, said) = ask(&parts, &["list", "--bodies"]).await;
    assert!(said.contains(&format!("{auth_id}@example.test")), "{said}");

    let (code, said) = ask(&parts, &["replay", "--id", "nobody"]).await;
    assert_eq!(code, Some(1));
    assert_eq!(said, "matricula: No message nobody is put aside.\n");
    let (code, said) = ask(&parts, &["replay", "--id", "late-1"]).await;
    let done = "1 messages were given back to the queue, 1 are still put aside.\n";
    assert_eq!((code, &*said), (Some(0), done));
    eventually("the event is not applied", async || {
        let found = sqlx::query("SELECT 1 FROM users WHERE auth_id = $1").bind(auth_id);
        found.fetch_optional(&pool).await.unwrap().is_some()
    })
    .await;
    server.tells_of(1).await;

    let (code, said) = ask(&parts, &["discard"]).await;
    assert_eq!(
        code,
        Some(2),
        "nothing is dropped unless it is named: {said}"
    );
    let (code, said) = ask(&parts, &["discard", "--all"]).await;
    let done = "1 messages were dropped, 0 are still put aside.\n";
    assert_eq!((code, &*said), (Some(0), done));
    server.tells_of(0).await;
    drop(server);
    pool.close().await;
}
