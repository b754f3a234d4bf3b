//! What fails waits, and nothing overtakes it.

use super::{people, relay, role_changed, sequences, tell, updated, waiting};
use crate::{
    outbox::{
        Relay, RelayReport, append_many,
        relay::{BATCH, LEASE},
        store,
    },
    testing::{
        broker::{self, Broker, by_person},
        nowhere,
        world::{World, noon},
    },
};
use ::broker::Publisher;
use chrono::TimeDelta;
use contract::event::Event;
use sqlx::PgPool;
use uuid::Uuid;

const fn report(published: usize, failed: usize) -> RelayReport {
    RelayReport {
        published,
        failed,
        more: false,
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_relay_that_dies_in_its_turn_leaves_nothing_stuck(pool: PgPool) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    let person = people(&world, 1, 3).await.remove(0);
    assert_eq!(take_turn(&world).await.len(), 3);
    // Here it dies. What comes meanwhile waits behind what it had.
    tell(&world, &person, updated(&person)).await;
    let other = relay(&world, &broker.config);
    world.clock.set(noon() + LEASE - TimeDelta::seconds(1));
    assert_eq!(other.drain().await.expect("a step"), report(0, 0));
    assert!(ear.events().await.is_empty(), "it is somebody else's turn");
    world.clock.set(noon() + LEASE);
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
    let events = take_turn(&world).await;
    let publisher = Publisher::new(broker.config.clone());
    publisher.publish(&events[0]).await.expect("a confirm");
    world.clock.set(noon() + LEASE);
    let other = relay(&world, &broker.config);
    assert_eq!(other.drain().await.expect("a step"), report(2, 0));
    let events = ear.events().await;
    assert_eq!(by_person(&events)[&person.id.0], [1, 1, 2]);
    assert_eq!(events[0].id, events[1].id);
    broker.remove().await;
}

/// What a relay of another process does before it publishes: the events of the one person who has some.
async fn take_turn(world: &World) -> Vec<Event> {
    let until = noon() + LEASE;
    let taken = store::take_lease(&world.pool, Uuid::from_u128(1), noon(), until).await;
    assert!(taken.expect("the database answers"));
    let waiting = store::list_unpublished(&world.pool, 10).await;
    let waiting = waiting.expect("the database answers");
    let ids: Vec<_> = waiting
        .iter()
        .flat_map(|row| &row.event_ids)
        .copied()
        .collect();
    let mut people = store::list_events(&world.pool, &ids).await.expect("events");
    assert_eq!(people.len(), 1);
    people.remove(0)
}

async fn run(world: &World, sql: &'static str) {
    let run = sqlx::query(sql).execute(&world.pool).await;
    run.expect("the database obeys");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_could_not_be_noted_as_published_is_noted_later_and_not_published_again(pool: PgPool) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.#"]).await;
    let world = World::at(pool, &broker.config).await;
    people(&world, 2, 3).await;
    run(
        &world,
        "CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
    )
    .await;
    let broken =
        "CREATE TRIGGER broken BEFORE DELETE ON outbox_unpublished EXECUTE FUNCTION break_it()";
    run(&world, broken).await;
    let relay = &world.services.relay;
    for _ in 0..3 {
        relay.drain().await.expect_err("it cannot be told");
    }
    assert_eq!(waiting(&world.pool).await, 6);
    run(&world, "DROP TRIGGER broken ON outbox_unpublished").await;
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

/// What cannot go out lies in front of what can, more of it than is read at once.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn however_many_events_are_refused_they_do_not_hold_up_those_of_others(pool: PgPool) {
    const REFUSED: usize = BATCH + 100;
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.updated"]).await;
    let deaf = broker.refuse(&["user.role_changed"]).await;
    let world = World::at(pool, &broker.config).await;
    let relay = &world.services.relay;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    assert_eq!(relay.drain().await.expect("created"), report(2, 0));
    let refused: Vec<_> = (0..REFUSED).map(|_| (ada.id, role_changed(&ada))).collect();
    let mut conn = world.pool.acquire().await.expect("a connection");
    let ctx = world.ours(ada.tenant_id);
    for event in refused.chunks(1) {
        let told = append_many(&mut conn, &ctx, ada.tenant_id, event).await;
        told.expect("an event");
    }
    tell(&world, &bob, updated(&bob)).await;

    let first = relay.step().await.expect("a step");
    assert_eq!((first.published, first.failed), (0, BATCH));
    let second = relay.step().await.expect("a step");
    assert_eq!((second.published, second.failed), (1, REFUSED));
    assert_eq!(sequences(&ear.events().await), [2]);
    deaf.remove().await;
    assert_eq!(relay.drain().await.expect("all"), report(REFUSED, 0));
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_a_broker_everything_waits_and_it_is_nobodys_turn(pool: PgPool) {
    let nobody = broker::config(format!("amqp://{}/%2f", nowhere()));
    let world = World::at(pool, &nobody).await;
    people(&world, 2, 3).await;
    let relay = Relay::new(
        world.pool.clone(),
        Publisher::new(nobody),
        world.clock.clone(),
    );
    assert_eq!(relay.drain().await.expect("no fault"), report(0, 6));
    let turns = world.count("SELECT count(*) FROM outbox_lease").await;
    assert_eq!((waiting(&world.pool).await, turns), (6, 0));
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
