//! The binary: what it says when it cannot start, and that it ends when it is told to.

use crate::{
    app::{Callers, RULES},
    parts::{Variables, nowhere},
    shared::Shared,
    storage::Storage,
};
use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

/// The binary with these variables and no others.
fn server(variables: &Variables) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.env_clear().envs(variables);
    command
}

fn variables(pairs: &[(&str, &str)]) -> Variables {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Runs it to its end, which must be that of a start that failed; gives what it says to a person.
async fn complaints(mut command: Command) -> Vec<String> {
    let run = tokio::task::spawn_blocking(move || command.output());
    let Output { status, stderr, .. } = run.await.unwrap().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    let lines = said.lines().map(|line| {
        let sentence = line
            .strip_prefix("matricula: ")
            .unwrap_or_else(|| panic!("{said}"));
        assert!(sentence.ends_with('.'), "{sentence}");
        sentence.to_owned()
    });
    lines.collect()
}

#[tokio::test]
async fn every_problem_of_the_configuration_is_told_at_once() {
    let wrong = [
        ("PORT", "http"),
        ("DATABASE_URL", "mysql://localhost"),
        ("REDIS_URL", "localhost"),
        ("RABBITMQ_URL", "localhost"),
        ("RABBITMQ_QUEUE_TYPE", "mirrored"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        ("JWT_SECRET", "short-secret"),
        ("JWT_ALGORITHMS", "HS256,none"),
        ("SESSION_TTL", "1"),
        ("LOG_FORMAT", "xml"),
        ("SUPPORTED_LANGUAGES", "en,xx"),
        ("DEFAULT_TENANT", "everybody"),
        ("ENABLE_USER_REGISTRATION", "perhaps"),
    ];
    let said = complaints(server(&variables(&wrong))).await;
    for (name, value) in wrong {
        let about: Vec<_> = said
            .iter()
            .filter(|sentence| sentence.starts_with(&format!("{name} ")))
            .collect();
        assert_eq!(about.len(), 1, "{name}: {said:?}");
        assert!(!about[0].contains("short-secret"), "{name} = {value}");
    }
    assert_eq!(said.len(), wrong.len(), "{said:?}");
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_one_sentence_with_its_variable() {
    let mut variables = variables(RULES);
    let url = format!("postgres://ada:hunter2@{}/none", nowhere());
    variables.insert("DATABASE_URL".into(), url);
    for subcommand in ["serve", "migrate"] {
        let mut command = server(&variables);
        command.arg(subcommand);
        let said = complaints(command).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].contains("DATABASE_URL") && !said[0].contains("hunter2"),
            "{said:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrate_makes_the_bucket_ready_or_says_in_one_sentence_why_not_and_goes_well() {
    let mut parts = Shared::new().await;
    let mut storage = Storage::start("migrate", &mut parts.variables).await;
    let migrate = async |variables: &Variables| {
        let mut command = server(variables);
        command.arg("migrate").envs(RULES.iter().copied());
        let run = tokio::task::spawn_blocking(move || command.output());
        let Output { status, stderr, .. } = run.await.unwrap().unwrap();
        assert_eq!(status.code(), Some(0));
        String::from_utf8(stderr).unwrap()
    };
    let mut other = parts.variables.clone();
    other.insert("S3_BUCKET".into(), "another".into());
    assert_eq!(migrate(&other).await, "");
    assert_eq!(storage.buckets(), ["another", "matricula"]);
    storage.shut().await;
    let said = migrate(&parts.variables).await;
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("S3_ENDPOINT") && !said.contains("secret"),
        "{said}"
    );
    parts.remove().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_by_its_variable() {
    let parts = Shared::new().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for name in ["PORT", "METRICS_PORT"] {
        let mut variables = variables(RULES);
        variables.extend(parts.variables.clone());
        variables.insert(name.into(), port.clone());
        let said = complaints(server(&variables)).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with(&format!("{name}: 127.0.0.1:{port} ")),
            "{said:?}"
        );
    }
    parts.remove().await;
}

/// As a deployment for real says.
fn production(parts: &Shared) -> Variables {
    let mut variables = variables(RULES);
    variables.extend(parts.variables.clone());
    for (name, value) in [
        ("APP_ENV", "production"),
        ("PUBLIC_URL", "https://matricula.example.test"),
        ("OIDC_ISSUER", "https://auth.example.test"),
        ("OIDC_CLIENT_SECRET", "a-secret-of-our-own-for-production"),
        ("S3_ACCESS_KEY_ID", "matricula-in-production"),
        ("S3_SECRET_ACCESS_KEY", "another-secret-of-our-own"),
    ] {
        variables.insert(name.into(), value.into());
    }
    variables
}

#[cfg(feature = "dev")]
#[tokio::test]
async fn production_refuses_the_development_issuer_and_made_up_people() {
    let parts = Shared::new().await;
    let mut production = production(&parts);
    production.insert("DEV_AUTH_PORT".into(), "0".into());
    production.insert("DEV_STORAGE_PORT".into(), "0".into());
    let own_issuer = production.remove("OIDC_ISSUER");
    assert!(own_issuer.is_some());
    for arguments in [["dev", ""], ["seed", "--users=1"], ["token", "1"]] {
        let mut production = production.clone();
        if arguments[0] != "dev" {
            production.insert("OIDC_ISSUER".into(), "https://auth.example.test".into());
        }
        let mut command = server(&production);
        command.args(arguments.iter().filter(|argument| !argument.is_empty()));
        let said = complaints(command).await;
        assert_eq!(said.len(), 1, "{arguments:?}: {said:?}");
        assert!(said[0].starts_with("APP_ENV is production: "), "{said:?}");
    }
    parts.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_well_and_within_ten_seconds_when_it_is_told_to() {
    let parts = Shared::new().await;
    let mut child = server(&production(&parts))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reading = tokio::task::spawn_blocking(move || {
        let log = output.lines().map_while(Result::ok);
        let mut log =
            log.map(|line| serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}")));
        let port = log.find_map(|line: serde_json::Value| line["port"].as_u64());
        // Nobody may be kept from writing to its end.
        (port, std::thread::spawn(move || log.for_each(drop)))
    });
    let (port, rest) = reading.await.unwrap();
    let port = port.expect("the log tells the port");
    let callers = Callers::of(&format!("http://127.0.0.1:{port}"));
    assert_eq!(callers.readiness().await, Some(200));
    let started = Instant::now();
    let told = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(told.unwrap().success());
    let end = loop {
        if let Some(end) = child.try_wait().unwrap() {
            break end;
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "it does not end"
        );
        tokio::time::sleep(Duration::from_millis(25)).await;
    };
    assert_eq!(end.code(), Some(0));
    rest.join().unwrap();
    parts.remove().await;
}
