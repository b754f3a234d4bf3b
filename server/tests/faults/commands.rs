//! Commands that look after tenants, the audit log and the process itself, as whoever runs a deployment calls them.

use crate::{
    app::{App, RULES},
    parts::{Variables, nowhere},
    patience::eventually,
    shared::Shared,
};
use sqlx::{AssertSqlSafe, PgPool};
use std::process::{Command, Output};
use tokio::net::TcpListener;

/// How it ended, and what it said: what was asked for, and sentences to a person.
#[derive(Debug)]
struct Answer {
    code: Option<i32>,
    lines: Vec<String>,
    said: String,
}

fn command(variables: &Variables, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    let rules = RULES.iter().copied();
    command
        .env_clear()
        .envs(rules)
        .envs(variables)
        .args(arguments);
    command
}

async fn ask(parts: &Shared, arguments: &[&str]) -> Answer {
    let mut command = command(&parts.variables, arguments);
    let run = tokio::task::spawn_blocking(move || command.output());
    let Output {
        status,
        stdout,
        stderr,
    } = run.await.unwrap().unwrap();
    let lines = String::from_utf8(stdout).unwrap();
    Answer {
        code: status.code(),
        lines: lines.lines().map(str::to_owned).collect(),
        said: String::from_utf8(stderr).unwrap(),
    }
}

/// What it prints when it goes well.
async fn lines(parts: &Shared, arguments: &[&str]) -> Vec<String> {
    let answer = ask(parts, arguments).await;
    assert_eq!(answer.code, Some(0), "{answer:?}");
    answer.lines
}

async fn connect(parts: &Shared) -> PgPool {
    let pool = PgPool::connect(&parts.variables["DATABASE_URL"]).await;
    pool.unwrap()
}

/// Lets a worker run until all is sealed.
async fn seal(parts: &Shared) {
    let pool = connect(parts).await;
    let mut worker = command(&parts.variables, &["worker"]).spawn().unwrap();
    eventually("everything is sealed", async || {
        let waiting = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM audit_unsealed");
        waiting.fetch_one(&pool).await.unwrap() == 0
    })
    .await;
    worker.kill().unwrap();
    worker.wait().unwrap();
}

const TENANT: &str = "00000000-0000-7000-8000-00000000f000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tenants_are_made_and_listed_and_the_audit_log_is_verified() {
    let parts = Shared::new().await;
    ask(&parts, &["migrate"]).await;
    assert_eq!(lines(&parts, &["tenant", "create", TENANT]).await, [TENANT]);
    let again = lines(&parts, &["tenant", "create", TENANT]).await;
    assert_eq!(again, [format!("{TENANT} is there already")]);
    let made = lines(&parts, &["tenant", "create"]).await;
    let [other] = &*made else { panic!("{made:?}") };
    assert!(other.parse::<contract::TenantId>().is_ok(), "{other}");
    let listed = lines(&parts, &["tenant", "list"]).await;
    for (line, tenant) in listed.iter().zip([TENANT, other]) {
        assert!(
            line.starts_with(tenant) && line.ends_with("  0 accounts"),
            "{line}"
        );
    }
    assert_eq!(listed.len(), 2);

    let waiting = lines(&parts, &["audit", "verify", "--tenant", TENANT]).await;
    let zeros = "0".repeat(64);
    let none = format!("tenant {TENANT}: 1 entries, 1 of them not sealed yet, head 0:{zeros}");
    assert_eq!(waiting, [none]);
    seal(&parts).await;
    let sealed = lines(&parts, &["audit", "verify"]).await;
    assert_eq!(sealed.len(), 2);
    let of_first = format!("tenant {TENANT}: 1 entries, 0 of them not sealed yet, head ");
    let head = sealed[0]
        .strip_prefix(&of_first)
        .expect("the head")
        .to_owned();
    assert!(head.starts_with("1:"), "{head}");
    let kept = ["audit", "verify", "--tenant", TENANT, "--head", &head];
    assert_eq!(lines(&parts, &kept).await, sealed[..1]);

    let pool = connect(&parts).await;
    let tamper = format!(
        "ALTER TABLE audit_log DISABLE TRIGGER USER;
         UPDATE audit_log SET action = 'user.read' WHERE tenant_id = '{TENANT}'"
    );
    sqlx::raw_sql(AssertSqlSafe(tamper))
        .execute(&pool)
        .await
        .unwrap();
    let found = ask(&parts, &["audit", "verify"]).await;
    assert_eq!(found.code, Some(1), "{found:?}");
    let entry: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM audit_log WHERE action = 'user.read'")
            .fetch_one(&pool)
            .await
            .unwrap();
    let fault = format!("tenant {TENANT}: entry {entry}, number 1, is not what was sealed");
    assert_eq!(found.lines, [fault, sealed[0].clone(), sealed[1].clone()]);
    let sentence = "matricula: The audit log is not whole: faults found, 1.\n";
    assert_eq!(found.said, sentence);
    parts.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_verified_and_a_role_that_is_not_there_are_named() {
    let parts = Shared::new().await;
    ask(&parts, &["migrate"]).await;
    let nowhere = ask(&parts, &["audit", "verify", "--tenant", TENANT]).await;
    assert_eq!(nowhere.code, Some(1));
    assert_eq!(
        nowhere.said,
        format!("matricula: There is no tenant {TENANT}.\n")
    );
    let role = ask(&parts, &["migrate", "--application-role", "nobody at all"]).await;
    assert_eq!(role.code, Some(1));
    assert!(
        role.said
            .contains("--application-role: there is no database role nobody at all"),
        "{role:?}"
    );
    parts.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_is_asked_whether_it_is_ready_on_either_of_its_ports() {
    let mut parts = Shared::new().await;
    let app = App::start(&parts.variables).await;
    let metrics = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = metrics.local_addr().unwrap().port().to_string();
    app.process.serve_metrics(metrics);
    let (_, port) = app.callers.address().split_once(':').unwrap();
    parts.variables.insert("PORT".into(), port.to_owned());

    let ready = lines(&parts, &["health"]).await;
    assert_eq!(
        ready,
        [format!("The process on 127.0.0.1:{port} is ready.")]
    );
    let alive = ["health", "--port", &other, "--path", "/health/live"];
    let ready = [format!("The process on 127.0.0.1:{other} is ready.")];
    assert_eq!(lines(&parts, &["health", "--port", &other]).await, ready);

    app.process.state().readiness.drain();
    for (arguments, port) in [
        (&["health"][..], port),
        (&["health", "--port", &other], &other),
    ] {
        let answer = ask(&parts, arguments).await;
        let said =
            format!("matricula: The process on 127.0.0.1:{port} is not ready: it answered 503.\n");
        assert_eq!((answer.code, answer.said), (Some(1), said));
    }
    assert_eq!(lines(&parts, &alive).await, ready);
    let nobody = nowhere().port().to_string();
    let answer = ask(&parts, &["health", "--port", &nobody]).await;
    let said = format!("matricula: Nothing answers on 127.0.0.1:{nobody}.\n");
    assert_eq!((answer.code, answer.said), (Some(1), said));
    app.process.shut_down(false).await;
    parts.remove().await;
}
