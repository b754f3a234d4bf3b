//! `/health…`

use crate::harness::{ME, TestApp};
use serde_json::{Value, json};

fn keys(body: &Value) -> Vec<&str> {
    body.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn the_service_says_that_it_answers() {
    let app = TestApp::start().await;
    let reply = app.get("/health").await.is(200);
    assert_eq!(reply.header("cache-control"), "no-store");
    let body = reply.json();
    assert_eq!(body["status"], "healthy");
    assert_eq!(keys(&body), ["status", "timestamp", "uptime", "version"]);
    assert!(body["uptime"].is_u64() && body["version"].is_string());
}

#[tokio::test]
async fn the_parts_are_looked_at_one_by_one() {
    let app = TestApp::with_storage(&[]).await;
    let body = app.get("/health/detailed").await.is(200).json();
    assert_eq!(body["status"], "healthy");
    for part in ["database", "redis", "rabbitmq", "storage"] {
        let part = &body["services"][part];
        assert_eq!(part["status"], "connected", "{body}");
        assert!(part["responseTime"].is_u64(), "{body}");
    }
}

#[tokio::test]
async fn without_redis_the_service_is_degraded_and_still_ready() {
    let app = TestApp::start().await;
    app.state().parts.redis.close().await;
    let body = app.get("/health/detailed").await.is(200).json();
    assert_eq!(body["status"], "degraded");
    assert_eq!(body["services"]["redis"]["status"], "disconnected");
    assert_eq!(body["services"]["database"]["status"], "connected");
    let ready = app.get("/health/ready").await.is(200).json();
    assert_eq!(ready["status"], "ready");
}

#[tokio::test]
async fn without_rabbitmq_the_service_is_degraded_and_people_notice_nothing() {
    let app = TestApp::with(&[("RABBITMQ_URL", "amqp://127.0.0.1:9")]).await;
    let body = app.get("/health/detailed").await.is(200).json();
    assert_eq!(body["status"], "degraded");
    assert_eq!(body["services"]["rabbitmq"]["status"], "disconnected");
    app.get("/health/ready").await.is(200);
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
    let report = app.state().services.relay.drain().await.unwrap();
    assert_eq!(
        (report.published, report.failed),
        (0, 2),
        "both events wait"
    );
}

#[tokio::test]
async fn without_storage_the_service_is_degraded_and_people_notice_nothing_but_pictures() {
    let mut app = TestApp::with_storage(&[]).await;
    app.storage().shut().await;
    let body = app.get("/health/detailed").await.is(200).json();
    assert_eq!(body["status"], "degraded");
    assert_eq!(body["services"]["storage"]["status"], "disconnected");
    assert_eq!(body["services"]["database"]["status"], "connected");
    app.get("/health/ready").await.is(200);
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "x"})).by(&ada).await.is(200);
}

#[tokio::test]
async fn a_storage_that_says_nothing_is_waited_for_as_long_as_other_parts() {
    // Connections are taken, and told nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let patience = [("S3_ENDPOINT", &*endpoint), ("HEALTH_CHECK_TIMEOUT", "300")];
    let app = TestApp::with(&patience).await;
    let body = app.get("/health/detailed").await.is(200).json();
    assert_eq!(body["status"], "degraded");
    let storage = &body["services"]["storage"];
    assert_eq!(storage["status"], "disconnected");
    let waited = storage["responseTime"].as_u64().unwrap();
    assert!((300..2_000).contains(&waited), "{waited} ms");
}

#[tokio::test]
async fn without_its_database_the_service_lives_but_is_not_ready() {
    let app = TestApp::start().await;
    assert_eq!(
        app.get("/health/ready").await.is(200).json()["status"],
        "ready"
    );
    app.pool().close().await;
    assert_eq!(
        app.get("/health/ready").await.is(503).json()["status"],
        "not_ready"
    );
    let body = app.get("/health/detailed").await.is(503).json();
    assert_eq!(body["status"], "unhealthy");
    assert_eq!(
        app.get("/health/live").await.is(200).json()["status"],
        "alive"
    );
    assert_eq!(app.get("/health").await.is(200).json()["status"], "healthy");
}

#[tokio::test]
async fn a_process_that_is_about_to_end_asks_for_no_more_requests() {
    let app = TestApp::start().await;
    app.state().readiness.drain();
    assert_eq!(
        app.get("/health/ready").await.is(503).json()["status"],
        "not_ready"
    );
    app.get("/health/live").await.is(200);
}
