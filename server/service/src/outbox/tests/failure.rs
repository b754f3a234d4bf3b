//! What fails waits, and nothing overtakes it.

use super::{people, relay, role_changed, sequences, tell, updated, waiting};
use crate::{
    outbox::{Relay, RelayReport},
    testing::{
        broker::{self, Broker, by_person},
        nowhere,
        world::{World, noon},
    },
};
use ::broker::Publisher;
use chrono::TimeDelta;
use sqlx::PgPool;

const fn report(published: usize, failed: usize) -> RelayReport {
    RelayReport {
        published,
        failed,
        more: false,
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_relay_that_dies_after_claiming_leaves_nothing_stuck(pool: PgPool) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    let person = people(&world, 1, 3).await.remove(0);
    let lease = TimeDelta::seconds(60);
    let claimed = super::super::store::claim_events(&world.pool, noon(), lease, 10, 10).await;
    assert_eq!(claimed.expect("a claim")[0].len(), 3);
    // Here it dies. What comes meanwhile waits behind what it had.
    tell(&world, &person, updated(&person)).await;
    let other = relay(&world, &broker.config);
    world.clock.set(noon() + TimeDelta::seconds(59));
    assert_eq!(other.drain().await.expect("a step"), report(0, 0));
    assert!(ear.events().await.is_empty(), "somebody else has them");
    world.clock.set(noon() + TimeDelta::seconds(60));
    assert_eq!(other.drain().await.expect("a step"), report(4, 0));
    assert_eq!(sequences(&ear.events().await), [1, 2, 3, 4]);
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_relay_that_dies_after_publishing_makes_a_twin_with_the_same_id(pool: PgPool) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    let person = people(&world, 1, 2).await.remove(0);
    let lease = TimeDelta::seconds(60);
    let claimed = super::super::store::claim_events(&world.pool, noon(), lease, 10, 10).await;
    let publisher = Publisher::new(broker.config.clone());
    let first = &claimed.expect("a claim")[0][0];
    publisher.publish(first).await.expect("a confirm");
    world.clock.set(noon() + lease);
    let other = relay(&world, &broker.config);
    assert_eq!(other.drain().await.expect("a step"), report(2, 0));
    let events = ear.events().await;
    assert_eq!(by_person(&events)[&person.id.0], [1, 1, 2]);
    assert_eq!(events[0].id, events[1].id);
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_could_not_be_marked_as_published_is_marked_later_and_not_published_again(
    pool: PgPool,
) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    people(&world, 2, 3).await;
    for sql in [
        "CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
        "CREATE TRIGGER broken BEFORE UPDATE OF published_at ON outbox_events \
         EXECUTE FUNCTION break_it()",
    ] {
        sqlx::query(sql)
            .execute(&world.pool)
            .await
            .expect("a trigger");
    }
    let relay = &world.services.relay;
    for _ in 0..3 {
        relay.drain().await.expect_err("it cannot be told");
    }
    assert_eq!(waiting(&world.pool).await, 6);
    sqlx::query("DROP TRIGGER broken ON outbox_events")
        .execute(&world.pool)
        .await
        .expect("no trigger");
    assert_eq!(relay.drain().await.expect("a step"), report(0, 0));
    assert_eq!(waiting(&world.pool).await, 0);
    assert_eq!(ear.events().await.len(), 6);
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_follows_a_failed_event_does_not_overtake_it(pool: PgPool) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let deaf = broker.refuse(&["user.role_changed"]).await;
    let world = World::at(pool, &broker.config).await;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    for event in [updated(&ada), role_changed(&ada), updated(&ada)] {
        tell(&world, &ada, event).await;
    }
    tell(&world, &bob, updated(&bob)).await;

    let relay = &world.services.relay;
    assert_eq!(relay.drain().await.expect("a step"), report(4, 2));
    assert_eq!(relay.drain().await.expect("a step"), report(0, 2));
    let early = by_person(&ear.events().await);
    // The queue that takes everything may hold the refused event too, but nothing after it.
    assert!(early[&ada.id.0].starts_with(&[1, 2]) && !early[&ada.id.0].contains(&4));
    assert_eq!(early[&bob.id.0], [1, 2]);

    deaf.remove().await;
    assert_eq!(relay.drain().await.expect("a step"), report(2, 0));
    assert_eq!(sequences(&ear.events().await), [3, 4]);
    assert_eq!(waiting(&world.pool).await, 0);
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_a_broker_everything_waits_and_is_claimed_by_nobody(pool: PgPool) {
    let nobody = broker::config(format!("amqp://{}/%2f", nowhere()));
    let world = World::at(pool, &nobody).await;
    people(&world, 2, 3).await;
    let relay = Relay::new(
        world.pool.clone(),
        Publisher::new(nobody),
        world.clock.clone(),
    );
    assert_eq!(relay.drain().await.expect("no fault"), report(0, 6));
    let claimed = world
        .count("SELECT count(claimed_until) FROM outbox_events")
        .await;
    assert_eq!((waiting(&world.pool).await, claimed), (6, 0));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn events_that_nobody_listens_to_count_as_published(pool: PgPool) {
    let broker = Broker::new().await;
    let world = World::at(pool, &broker.config).await;
    people(&world, 2, 2).await;
    assert_eq!(
        world.services.relay.drain().await.expect("a step"),
        report(4, 0)
    );
    assert_eq!(waiting(&world.pool).await, 0);
    broker.remove().await;
}
