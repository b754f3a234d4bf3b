//! `/metrics`

use crate::harness::{ME, TestApp, people};
use serde_json::json;
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// The value of the first sample of this metric whose labels are all of these.
fn sample(text: &str, metric: &str, labels: &[(&str, &str)]) -> Option<f64> {
    text.lines()
        .filter(|line| {
            line.strip_prefix(metric)
                .is_some_and(|rest| rest.starts_with(['{', ' ']))
        })
        .find(|line| {
            labels
                .iter()
                .all(|(n, v)| line.contains(&format!("{n}=\"{v}\"")))
        })
        .and_then(|line| line.rsplit(' ').next()?.parse().ok())
}

#[tokio::test]
async fn promtool_finds_nothing_wrong() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.get(ME).by(&ada).await.is(200);
    app.get("/health/detailed").await.is(200);
    app.state().services.relay.drain().await.unwrap();
    let reply = app.get("/metrics").await.is(200);
    assert!(
        reply
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    let mut promtool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool is in the Debian package `prometheus`, which `make test` installs");
    promtool
        .stdin
        .take()
        .unwrap()
        .write_all(reply.text.as_bytes())
        .unwrap();
    let verdict = promtool.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&verdict.stderr) + String::from_utf8_lossy(&verdict.stdout);
    assert!(verdict.status.success() && words.is_empty(), "{words}");
}

#[tokio::test]
async fn requests_are_counted_by_method_route_template_and_status() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.get(&ada.path()).by(&ada).await.is(200);
    app.get(&ada.path()).await.is(401);
    let text = app.get("/metrics").await.text;
    for status in ["200", "401"] {
        let labels = [
            ("method", "GET"),
            ("route", "/api/v1/users/{id}"),
            ("status", status),
        ];
        let count = sample(&text, "user_service_requests_total", &labels);
        assert!(count.is_some_and(|n| n >= 1.0), "{labels:?}");
    }
    let labels = [("method", "GET"), ("route", "/api/v1/users/{id}")];
    let count = sample(
        &text,
        "user_service_request_duration_seconds_count",
        &labels,
    );
    assert!(count.is_some_and(|n| n >= 2.0));
    for edge in ["0.05", "0.2", "0.3", "0.5", "+Inf"] {
        let labels = [("route", "/api/v1/users/{id}"), ("le", edge)];
        let found = sample(
            &text,
            "user_service_request_duration_seconds_bucket",
            &labels,
        );
        assert!(found.is_some(), "{edge}");
    }
    assert!(!text.contains(&ada.id), "no id is a label");
}

#[tokio::test]
async fn whatever_is_no_route_is_one_label_and_so_is_every_made_up_method() {
    let app = TestApp::start().await;
    let made_up = reqwest::Method::from_bytes(b"CONJURE").unwrap();
    for path in [
        "/no-such-page-1",
        "/api/v1/no-such-route-2",
        "/pkg/no-such-file-3.js",
    ] {
        app.get(path).await.is(404);
        app.call(made_up.clone(), path).await;
    }
    let text = app.get("/metrics").await.text;
    assert!(!text.contains("no-such") && !text.contains("CONJURE"));
    let labels = [("method", "GET"), ("route", "unmatched"), ("status", "404")];
    let count = sample(&text, "user_service_requests_total", &labels);
    assert!(count.is_some_and(|n| n >= 1.0));
    let other = sample(&text, "user_service_requests_total", &[("method", "other")]);
    assert!(other.is_some());
}

#[tokio::test]
async fn the_parts_and_the_product_have_numbers_too() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.get(ME).by(&ada).await.is(200);
    app.get(ME).by(&ada).await.is(200);
    app.enroll(&ada.id, &people::new_id()).await.is(201);
    app.state().services.relay.drain().await.unwrap();
    let text = app.get("/metrics").await.text;
    let labels: [(&str, &[(&str, &str)]); 11] = [
        ("user_service_registrations_total", &[]),
        ("user_service_enrollments_total", &[]),
        (
            "user_service_events_published_total",
            &[("type", "user.created")],
        ),
        (
            "user_service_cache_reads_total",
            &[("cache", "profile"), ("result", "miss")],
        ),
        (
            "user_service_cache_reads_total",
            &[("cache", "profile"), ("result", "hit")],
        ),
        ("user_service_database_connections", &[("state", "idle")]),
        ("user_service_database_connections", &[("state", "used")]),
        ("user_service_database_connections_max", &[]),
        // There before anything is wrong.
        ("user_service_database_timeouts_total", &[]),
        ("user_service_audit_seal_failures_total", &[]),
        ("user_service_events_consumed_total", &[("result", "dead")]),
    ];
    for (metric, labels) in labels {
        assert!(
            sample(&text, metric, labels).is_some(),
            "{metric} {labels:?}"
        );
    }
}

#[tokio::test]
async fn a_request_that_waits_in_vain_for_a_connection_is_counted() {
    let one = [("DB_POOL_MIN", "0"), ("DB_POOL_MAX", "1")];
    let app = TestApp::with(&one).await;
    let ada = app.person("ada").await;
    let write = || app.put(ME, &json!({"bio": "x"})).by(&ada);
    let timeouts = async || {
        let text = app.get("/metrics").await.text;
        sample(&text, "user_service_database_timeouts_total", &[]).unwrap()
    };
    let before = timeouts().await;
    let held = app.pool().acquire().await.unwrap();
    write().await.is(503);
    drop(held);
    assert!(timeouts().await > before);
    write().await.is(200);
}

#[tokio::test]
async fn they_can_be_switched_off_and_moved() {
    let off = TestApp::with(&[("METRICS_ENABLED", "false")]).await;
    off.get("/metrics").await.is(404);
    let moved = TestApp::with(&[("METRICS_PATH", "/internal/numbers")]).await;
    moved.get("/internal/numbers").await.is(200);
    moved.get("/metrics").await.is(404);
}
