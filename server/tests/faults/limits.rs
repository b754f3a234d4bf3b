//! Redis dies and comes back: whoever asks too much is still told so.

use crate::{
    app::{Answer, App, Person},
    parts::{Parts, Variables},
    patience::eventually,
};
use tokio::net::TcpListener;

/// So many an hour: none comes back while the test runs.
const RULES: &[(&str, &str)] = &[
    ("RATE_LIMIT_MAX", "5"),
    ("RATE_LIMIT_SERVICE_MAX", "1000"),
    ("RATE_LIMIT_WINDOW", "3600000"),
];

fn left(answer: &Answer) -> u64 {
    let value = answer.headers["ratelimit-remaining"].to_str().unwrap();
    value.parse().unwrap()
}

/// How many of ten requests pass.
async fn passed(app: &App, person: &Person) -> usize {
    let mut passed = 0;
    for _ in 0..10 {
        match app.callers.read_me(person).await.status {
            200 => passed += 1,
            429 => {}
            status => panic!("{status}"),
        }
    }
    passed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_each_process_refuses_what_is_too_much_by_its_own_count() {
    let parts = Parts::start("limits", &["postgres", "redis"]).await;
    let rules: Variables = RULES
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let start = async || {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        App::start_on(listener, &parts.variables, rules.clone()).await
    };
    let (one, other) = (start().await, start().await);
    let ada = one.callers.newcomer().await;
    // Both have a way to Redis: one budget.
    eventually("the servers share no budget", async || {
        let ben = one.callers.newcomer().await;
        left(&one.callers.read_me(&ben).await) == 4 && left(&other.callers.read_me(&ben).await) == 3
    })
    .await;
    assert_eq!(left(&one.callers.read_me(&ada).await), 4);
    assert_eq!(left(&other.callers.read_me(&ada).await), 3);

    parts.kill("redis").await;
    assert_eq!(passed(&one, &ada).await, 5);
    assert_eq!(passed(&other, &ada).await, 5);
    assert_eq!(passed(&one, &ada).await, 0);

    parts.start_again("redis").await;
    // Now the one budget counts again: what one spends, the other lacks.
    eventually("nobody counts together again", async || {
        let eve = one.callers.newcomer().await;
        left(&one.callers.read_me(&eve).await) == 4 && left(&other.callers.read_me(&eve).await) == 3
    })
    .await;
    one.process.shut_down(false).await;
    other.process.shut_down(false).await;
}
