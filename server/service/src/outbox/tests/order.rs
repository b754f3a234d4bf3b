//! However many relays run, every event goes out once, in order per person.

use super::{people, relay, tell, updated, waiting};
use crate::{
    outbox::RelayReport,
    testing::{
        broker::{Broker, by_person},
        world::World,
    },
};
use contract::event::Event;
use sqlx::PgPool;
use std::collections::HashSet;
use tokio::task::JoinSet;

const PEOPLE: usize = 10;
const EACH: usize = 20;

/// Every event of everybody once, in order.
fn assert_once_and_in_order(events: &[Event]) {
    let ids: HashSet<_> = events.iter().map(|event| event.id).collect();
    assert_eq!(ids.len(), PEOPLE * EACH, "an event is missing");
    assert_eq!(events.len(), PEOPLE * EACH, "an event came twice");
    for (person, sequences) in by_person(events) {
        let expected = 1..=i64::try_from(EACH).expect("few");
        assert!(
            sequences.iter().copied().eq(expected),
            "{person}: {sequences:?}"
        );
    }
}

async fn many_relays(pool: PgPool, relays: usize) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    people(&world, PEOPLE, EACH).await;
    let mut running = JoinSet::new();
    for _ in 0..relays {
        let relay = relay(&world, &broker.config);
        running.spawn(async move { relay.drain().await.expect("the database answers") });
    }
    let reports = running.join_all().await;
    let published: usize = reports.iter().map(|report| report.published).sum();
    assert_eq!(published, PEOPLE * EACH);
    assert!(reports.iter().all(|report| report.failed == 0));
    assert_eq!(waiting(&world.pool).await, 0);
    assert_once_and_in_order(&ear.events().await);
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn two_relays_publish_every_event_once_and_in_order(pool: PgPool) {
    many_relays(pool, 2).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn four_relays_publish_every_event_once_and_in_order(pool: PgPool) {
    many_relays(pool, 4).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn four_relays_publish_in_order_what_is_written_meanwhile(pool: PgPool) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    let everybody = people(&world, PEOPLE, 1).await;
    let mut relays = JoinSet::new();
    for _ in 0..4 {
        let (relay, pool) = (relay(&world, &broker.config), world.pool.clone());
        relays.spawn(async move {
            let mut published = 0;
            while writing(&pool).await || waiting(&pool).await > 0 {
                let RelayReport {
                    published: n,
                    failed,
                    ..
                } = relay.drain().await.expect("a step");
                assert_eq!(failed, 0);
                published += n;
            }
            published
        });
    }
    let writes = everybody.iter().map(async |person| {
        for _ in 1..EACH {
            tell(&world, person, updated(person)).await;
        }
    });
    let (published, _) = tokio::join!(relays.join_all(), futures::future::join_all(writes));
    assert_eq!(published.into_iter().sum::<usize>(), PEOPLE * EACH);
    assert_once_and_in_order(&ear.events().await);
    broker.remove().await;
}

/// Whether writers are still at it.
async fn writing(pool: &PgPool) -> bool {
    let written: i64 = sqlx::query_scalar("SELECT count(*) FROM outbox_events")
        .fetch_one(pool)
        .await
        .expect("a number");
    written < i64::try_from(PEOPLE * EACH).expect("few")
}
