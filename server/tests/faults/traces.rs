//! Traces, in a binary that was built with them: `cargo test -p server --features dev,otel --test faults traces`.

use crate::{
    app::{Callers, RULES},
    patience::eventually,
    shared::Shared,
};
use axum::{Router, body::Bytes, extract::State, routing::post};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// What a collector was sent.
type Sent = Arc<Mutex<Vec<Bytes>>>;

const TRACE: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;
const REQUEST_ID: &str = "a-request-that-is-followed";

/// A collector that takes whatever it is sent as OTLP over HTTP.
#[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
async fn collector() -> (String, Sent) {
    let sent = Sent::default();
    let take = async |State(sent): State<Sent>, body: Bytes| sent.lock().unwrap().push(body);
    let router = Router::new()
        .route("/v1/traces", post(take))
        .with_state(sent.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, sent)
}

fn holds(sent: &Sent, wanted: &[u8]) -> bool {
    let sent = sent.lock().unwrap();
    let mut bodies = sent.iter();
    bodies.any(|body| body.windows(wanted.len()).any(|part| part == wanted))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_goes_on_with_its_callers_trace_and_the_last_spans_are_sent_at_the_end() {
    let parts = Shared::new().await;
    let (endpoint, sent) = collector().await;
    let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
        .env_clear()
        .envs(RULES.iter().copied())
        .envs(&parts.variables)
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)
        // Longer than the test: only the end of the process can have sent them.
        .env("OTEL_BSP_SCHEDULE_DELAY", "600000")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reading = tokio::task::spawn_blocking(move || {
        let mut log = output.lines().map_while(Result::ok);
        let port = log.find_map(|line| {
            let line: serde_json::Value = serde_json::from_str(&line).ok()?;
            line["port"].as_u64()
        });
        std::thread::spawn(move || log.for_each(drop));
        port
    });
    let port = reading.await.unwrap().expect("the log tells the port");
    let origin = format!("http://127.0.0.1:{port}");
    assert_eq!(Callers::of(&origin).readiness().await, Some(200));
    let asked = reqwest::Client::new()
        .get(format!("{origin}/api/v1/profiles/nobody-of-this-name"))
        .header(
            "traceparent",
            format!("00-{TRACE:032x}-00f067aa0ba902b7-01"),
        )
        .header("x-request-id", REQUEST_ID);
    assert_eq!(asked.send().await.unwrap().status(), 404);
    let told = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(told.unwrap().success());
    eventually("the collector is told nothing", async || {
        holds(&sent, &TRACE.to_be_bytes())
    })
    .await;
    assert!(holds(&sent, b"GET /api/v1/profiles/{idOrUsername}"));
    assert!(holds(&sent, REQUEST_ID.as_bytes()));
    assert!(holds(&sent, b"matricula") && !holds(&sent, b"nobody-of-this-name"));
    assert_eq!(child.wait().unwrap().code(), Some(0));
    parts.remove().await;
}
