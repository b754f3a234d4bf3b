//! `PostgreSQL` dies and comes back: 503 meanwhile, nothing lost, nobody restarted.

use crate::{
    app::{Answer, App, Callers, Person},
    ears::Ears,
    parts::Parts,
    patience::eventually,
};
use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};
use uuid::Uuid;

/// Longer than the pool waits for a connection.
const SLOW: Duration = Duration::from_secs(6);

#[track_caller]
fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(answer.body["code"], "unavailable");
    let seconds = answer.headers["retry-after"].to_str().unwrap();
    assert!(seconds.parse::<u64>().is_ok_and(|s| s > 0), "{seconds}");
    assert!(answer.took < SLOW, "{:?}", answer.took);
}

/// Writes numbers, each once the one before is answered; remembers the last that was taken.
async fn write(callers: &Callers, person: &Person, taken: &AtomicU64, enough: &AtomicBool) {
    let mut number = 0;
    while !enough.load(Ordering::SeqCst) {
        number += 1;
        let answer = callers.write_bio(person, &number.to_string()).await;
        if answer.status == 200 {
            taken.store(number, Ordering::SeqCst);
        } else {
            assert_unavailable(&answer);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_postgres_callers_are_told_to_wait_and_all_goes_on_when_it_is_back() {
    let parts = Parts::start("database", &["postgres", "redis", "rabbitmq"]).await;
    let app = App::start(&parts.variables).await;
    let callers = &app.callers;
    let person = callers.newcomer().await;
    assert_eq!(callers.get("/health/ready").await.status, 200);
    let consumer_listens = async || {
        let broker = &parts.variables["RABBITMQ_URL"];
        Ears::at(broker)
            .await
            .consumers("user-service.events")
            .await
            > 0
    };
    eventually("the consumer does not listen", consumer_listens).await;

    let (taken, enough) = (AtomicU64::new(0), AtomicBool::new(false));
    let writes_are_taken = async || {
        let before = taken.load(Ordering::SeqCst);
        eventually("writes are not taken", async || {
            taken.load(Ordering::SeqCst) > before + 20
        })
        .await;
    };
    let faults = async {
        writes_are_taken().await;
        parts.kill("postgres").await;
        assert_eq!(callers.get("/health/ready").await.status, 503);
        assert_eq!(callers.get("/health/live").await.status, 200);
        let health = callers.get("/health/detailed").await;
        assert_eq!(
            (health.status, &health.body["status"]),
            (503, &"unhealthy".into())
        );
        assert_unavailable(&callers.look_at(Uuid::from_u128(1)).await);
        let auth_id = Ears::at(&parts.variables["RABBITMQ_URL"])
            .await
            .register()
            .await;

        parts.start_again("postgres").await;
        eventually("it is not ready again", async || {
            callers.get("/health/ready").await.status == 200
        })
        .await;
        writes_are_taken().await;
        eventually("what came meanwhile was not taken in", async || {
            let found = sqlx::query("SELECT 1 FROM users WHERE auth_id = $1").bind(auth_id);
            matches!(found.fetch_optional(app.pool()).await, Ok(Some(_)))
        })
        .await;
        enough.store(true, Ordering::SeqCst);
    };
    tokio::join!(write(callers, &person, &taken, &enough), faults);
    let last = taken.into_inner();
    assert_eq!(bio(&app, &person).await, last);
    assert_eq!(callers.read_me(&person).await.bio(), last.to_string());
    app.outbox_is_empty().await;
    app.process.shut_down(false).await;
}

async fn bio(app: &App, person: &Person) -> u64 {
    let bio: String = sqlx::query_scalar("SELECT bio FROM user_profiles WHERE user_id = $1")
        .bind(person.id)
        .fetch_one(app.pool())
        .await
        .unwrap();
    bio.parse().unwrap()
}
