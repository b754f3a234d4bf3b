//! Budgets over HTTP: how much one caller may ask, whoever answers.

mod addresses;
mod apart;
mod leases;
mod pages;
mod replay;

use crate::harness::{ME, Reply, TestApp, USERS, people, tokens};
use futures::future::join_all;
use serde_json::json;

/// So many requests an hour: none comes back while a test runs.
async fn app(max: &str, more: &[(&str, &str)]) -> TestApp {
    let rules = [
        ("RATE_LIMIT_MAX", max),
        ("RATE_LIMIT_SERVICE_MAX", "1000"),
        ("RATE_LIMIT_WINDOW", "3600000"),
    ];
    TestApp::with(&[&rules[..], more].concat()).await
}

/// A header that is a number.
#[track_caller]
fn number(reply: &Reply, name: &str) -> u64 {
    let value = reply.header(name);
    value
        .parse()
        .unwrap_or_else(|_| panic!("{name} is {value:?}"))
}

/// Stops the test unless this is the refusal of the specification.
#[track_caller]
fn refused(reply: Reply) {
    let wait = number(&reply, "retry-after");
    assert_eq!(number(&reply, "ratelimit-remaining"), 0);
    let body = reply.fails(429, "rate_limited");
    assert_eq!(body["error"], "Rate limit exceeded");
    assert_eq!(body["retryAfter"], wait);
    assert!(wait >= 1, "{wait}");
}

#[tokio::test]
async fn what_is_left_is_told_with_every_answer_and_then_there_is_nothing() {
    let app = app("5", &[]).await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    for left in [4, 3, 2, 1, 0] {
        let reply = app.get(ME).by(&ada).await.is(200);
        assert_eq!(number(&reply, "ratelimit-limit"), 5);
        assert_eq!(number(&reply, "ratelimit-remaining"), left);
        assert_eq!(reply.header("ratelimit-policy"), "5;w=3600");
        let spent = 5 - left;
        let reset = number(&reply, "ratelimit-reset");
        assert!((spent * 720 - 60..=spent * 720).contains(&reset), "{reset}");
        assert_eq!(reply.header("retry-after"), "");
    }
    let change = app.put(ME, &json!({"bio": "Too much"})).by(&ada).await;
    assert!((660..=720).contains(&number(&change, "retry-after")));
    refused(change);
    // Nothing was done, and nobody else is any poorer.
    let other = app.get(ME).by(&ben).await.is(200);
    assert_eq!(number(&other, "ratelimit-remaining"), 4);
    let bio: Option<String> = app
        .find("SELECT bio FROM user_profiles WHERE user_id = $1", &ada.id)
        .await;
    assert_eq!(bio, None);
}

#[tokio::test]
async fn failures_count_too_and_say_what_is_left() {
    let app = app("3", &[]).await;
    let ada = app.person("ada").await;
    for (path, status) in [
        ("/nothing", 404),
        ("/users?limit=0", 403),
        ("/users/x", 400),
    ] {
        let reply = app.get(&format!("/api/v1{path}")).by(&ada).await.is(status);
        assert_eq!(reply.header("ratelimit-limit"), "3", "{path}");
    }
    refused(app.get(ME).by(&ada).await);
}

#[tokio::test]
async fn two_servers_share_one_budget_to_the_last_request() {
    let app = app("25", &[]).await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    let servers = [&app, &other].into_iter().cycle().take(60);
    let calls = servers.map(|server| server.get(ME).by(&ada).into_future());
    let mut passed = 0;
    for reply in join_all(calls).await {
        if reply.status == 200 {
            passed += 1;
        } else {
            refused(reply);
        }
    }
    assert_eq!(passed, 25);
}

#[tokio::test]
async fn a_service_has_a_budget_of_its_own_by_its_name() {
    let rules = [("RATE_LIMIT_SERVICE_MAX", "3")];
    let app = app("1", &rules).await;
    let token = |name: &str| {
        let claims = json!({"sub": name, "role": "service", "scope": "users:read", "exp": tokens::in_seconds(600)});
        tokens::signed(&claims)
    };
    let nobody = format!("{USERS}/{}", people::new_id());
    for left in [2, 1, 0] {
        let reply = app
            .get(&nobody)
            .bearer(&token("quiz-service"))
            .await
            .is(404);
        assert_eq!(number(&reply, "ratelimit-limit"), 3);
        assert_eq!(number(&reply, "ratelimit-remaining"), left);
    }
    refused(app.get(&nobody).bearer(&token("quiz-service")).await);
    app.get(&nobody)
        .bearer(&token("course-service"))
        .await
        .is(404);
}

#[tokio::test]
async fn somebody_without_an_account_has_a_budget_by_who_they_are() {
    let app = app("1", &[]).await;
    let stranger = || {
        let claims = json!({"sub": people::new_id(), "authId": people::new_id(), "email": "eve@example.test",
            "role": "student", "exp": tokens::in_seconds(600)});
        tokens::signed(&claims)
    };
    let (eve, mallory) = (stranger(), stranger());
    app.get(ME).bearer(&eve).await.is(404);
    refused(app.get(ME).bearer(&eve).await);
    app.get(ME).bearer(&mallory).await.is(404);
}

#[tokio::test]
async fn where_only_failures_count_success_costs_nothing() {
    let app = app("2", &[("RATE_LIMIT_SKIP_SUCCESSFUL", "true")]).await;
    let ada = app.person("ada").await;
    for _ in 0..5 {
        let reply = app.get(ME).by(&ada).await.is(200);
        assert_eq!(number(&reply, "ratelimit-remaining"), 2);
    }
    for left in [1, 0] {
        let reply = app.get("/api/v1/nothing").by(&ada).await.is(404);
        assert_eq!(number(&reply, "ratelimit-remaining"), left);
    }
    refused(app.get(ME).by(&ada).await);
}

#[tokio::test]
async fn where_it_is_switched_off_nobody_is_counted() {
    let app = app(
        "1",
        &[
            ("RATE_LIMIT_ENABLED", "false"),
            ("RATE_LIMIT_PAGES_MAX", "1"),
        ],
    )
    .await;
    let ada = app.person("ada").await;
    for _ in 0..3 {
        let reply = app.get(ME).by(&ada).await.is(200);
        assert_eq!(reply.header("ratelimit-limit"), "");
        app.get("/").await.is(200);
    }
}
