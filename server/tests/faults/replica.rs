//! A replica of Postgres that is read from: never more than a second late, and missed by nobody when it is away.

mod copy;

use crate::{
    app::{App, Callers, NAME, Person, USERS},
    parts::Parts,
    patience::eventually,
};
use copy::Replica;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A service that changes nothing.
const READER: &str = "reader";
/// How late a reader may be.
const LATE: Duration = Duration::from_secs(1);
/// Longer than a reading waits for a replica that hangs, and the primary then takes.
const SLOW: Duration = Duration::from_secs(5);

/// What a service finds in the list of users, where searches are not kept.
async fn biography(callers: &Callers, service: &str, id: Uuid) -> Option<String> {
    let path = format!("{USERS}?search={id}");
    let found = callers.read_as(service, &path).await;
    assert_eq!(found.status, 200, "{}", found.body);
    assert!(found.took < SLOW, "{:?}", found.took);
    let found = found.body["data"].as_array().unwrap().first()?;
    Some(found["bio"].as_str().unwrap_or_default().to_owned())
}

/// How many readings came to this.
async fn readings(callers: &Callers, result: &str) -> f64 {
    let name = format!("user_service_replica_reads_total{{result=\"{result}\"}}");
    callers.number(&name).await
}

/// Whether the next reading came to this.
async fn next_comes_to(callers: &Callers, person: &Person, result: &str) -> bool {
    let before = readings(callers, result).await;
    biography(callers, READER, person.id).await;
    readings(callers, result).await > before
}

async fn is_read_from(callers: &Callers, person: &Person) {
    eventually("the replica is not read from", async || {
        next_comes_to(callers, person, "replica").await
    })
    .await;
}

/// While replay stands still: whoever changes something sees it at once, and everybody else a second later.
/// Says whether somebody saw less before.
async fn nobody_is_late(callers: &Callers, replica: &Replica, person: &Person) -> bool {
    is_read_from(callers, person).await;
    replica.pause().await;
    let bio = format!("as of {:?}", Instant::now());
    assert_eq!(callers.write_bio(person, &bio).await.status, 200);
    let written = Instant::now();
    let newcomer = callers.newcomer().await;
    let own = biography(callers, NAME, newcomer.id).await;
    assert_eq!(
        own.as_deref(),
        Some(""),
        "a writer sees less than they wrote"
    );
    let mut was_late = false;
    // Half a second beyond, in which nothing old may come back.
    while written.elapsed() < LATE * 3 / 2 {
        let asked = written.elapsed();
        let is_old = biography(callers, READER, person.id).await.as_ref() != Some(&bio);
        assert!(!(is_old && asked >= LATE), "late by {asked:?}");
        was_late |= is_old;
    }
    assert!(next_comes_to(callers, person, "primary").await);
    assert!(callers.number("user_service_replica_behind_seconds").await >= 1.0);
    replica.resume().await;
    was_late
}

/// While the replica hangs, with connections open. Says whether somebody had asked it.
async fn nobody_waits(callers: &Callers, replica: &Replica, person: &Person) -> bool {
    is_read_from(callers, person).await;
    let before = readings(callers, "failed").await;
    replica.freeze();
    let asked: [_; 20] = std::array::from_fn(|_| biography(callers, READER, person.id));
    let found = futures::future::join_all(asked).await;
    assert!(found.iter().all(Option::is_some));
    assert!(next_comes_to(callers, person, "primary").await);
    let after = readings(callers, "failed").await;
    replica.thaw();
    after > before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_is_read_from_while_it_is_at_most_a_second_late_and_missed_by_nobody() {
    let parts = Parts::start("replica", &["postgres", "redis"]).await;
    let mut replica = Replica::copy(&parts).await;
    let mut variables = parts.variables.clone();
    variables.insert("DATABASE_REPLICA_URL".into(), replica.url());
    variables.insert("CACHE_TTL_USER_SEARCH".into(), "0".into());
    let app = App::start(&variables).await;
    let callers = &app.callers;
    let person = callers.newcomer().await;
    is_read_from(callers, &person).await;

    // Not in vain: the replica did show less for a while.
    eventually(
        "a replica that stands still is never read from",
        async || nobody_is_late(callers, &replica, &person).await,
    )
    .await;
    is_read_from(callers, &person).await;

    eventually("nobody meets the replica when it hangs", async || {
        nobody_waits(callers, &replica, &person).await
    })
    .await;
    is_read_from(callers, &person).await;

    // One that dies in the middle of work.
    let reading = async {
        eventually("a replica that is away is read from", async || {
            next_comes_to(callers, &person, "primary").await
        })
        .await;
    };
    let dying = async {
        for _ in 0..20 {
            biography(callers, READER, person.id).await;
        }
        replica.kill();
    };
    tokio::join!(dying, reading);
    for _ in 0..20 {
        assert!(biography(callers, READER, person.id).await.is_some());
    }
    assert_eq!(callers.get("/health/ready").await.status, 200);
    assert_eq!(callers.write_bio(&person, "meanwhile").await.status, 200);

    replica.start_again().await;
    is_read_from(callers, &person).await;
    eventually("what was changed meanwhile does not come", async || {
        biography(callers, READER, person.id).await.as_deref() == Some("meanwhile")
    })
    .await;
    app.process.shut_down(false).await;
}
