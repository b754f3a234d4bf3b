//! Redis dies and comes back: slower, not broken.

use crate::{app::App, app::Callers, app::Person, parts::Parts, patience::eventually};
use fred::{
    clients::Client,
    interfaces::{ClientLike, KeysInterface},
    types::config::Config,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use uuid::Uuid;

/// No call may take longer, whatever Redis does.
const SLOW: Duration = Duration::from_secs(2);

/// Writes and reads in turn, for ever: every call goes well, and shows what was written before.
async fn write_and_read(callers: &Callers, person: &Person, rounds: &AtomicU64) {
    loop {
        let bio = format!("Bio {}", rounds.load(Ordering::SeqCst));
        for answer in [
            callers.write_bio(person, &bio).await,
            callers.read_me(person).await,
        ] {
            assert_eq!(answer.status, 200, "{}", answer.body);
            assert_eq!(answer.bio(), bio);
            assert!(answer.took < SLOW, "{:?}", answer.took);
        }
        rounds.fetch_add(1, Ordering::SeqCst);
    }
}

/// Whether Redis holds somebody's profile.
async fn is_cached(url: &str, id: Uuid) -> bool {
    let client = Client::new(Config::from_url(url).unwrap(), None, None, None);
    let connection = client.init().await.unwrap();
    let held: i64 = client
        .exists(format!("user-service:{{user:profile:{id}}}"))
        .await
        .unwrap();
    client.quit().await.unwrap();
    connection.await.unwrap().unwrap();
    held == 1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_and_writes_go_on_without_redis_and_caching_resumes_when_it_is_back() {
    let parts = Parts::start("cache", &["postgres", "redis"]).await;
    let url = &parts.variables["REDIS_URL"];
    let app = App::start(&parts.variables).await;
    let callers = &app.callers;
    let (writer, reader) = (callers.newcomer().await, callers.newcomer().await);
    assert_eq!(callers.read_me(&reader).await.status, 200);
    eventually("nothing is cached", async || {
        callers.read_me(&reader).await;
        is_cached(url, reader.id).await
    })
    .await;

    let rounds = AtomicU64::new(0);
    let more_rounds = async || {
        let enough = rounds.load(Ordering::SeqCst) + 20;
        eventually("nobody gets on", async || {
            rounds.load(Ordering::SeqCst) >= enough
        })
        .await;
    };
    let faults = async {
        more_rounds().await;
        parts.kill("redis").await;
        more_rounds().await;
        assert_eq!(
            callers.newcomer().await.id.get_version_num(),
            7,
            "accounts are made"
        );
        assert_eq!(callers.get("/health/ready").await.status, 200);
        let health = callers.get("/health/detailed").await;
        assert_eq!(
            (health.status, &health.body["status"]),
            (200, &"degraded".into())
        );
        parts.start_again("redis").await;
        eventually("caching did not resume", async || {
            assert_eq!(callers.read_me(&reader).await.status, 200);
            is_cached(url, reader.id).await
        })
        .await;
        more_rounds().await;
    };
    tokio::select! {
        () = write_and_read(callers, &writer, &rounds) => {}
        () = faults => {}
    }
    app.process.shut_down(false).await;
}
