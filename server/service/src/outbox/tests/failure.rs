//! What fails waits, and nothing overtakes it.

use super::{people, relay, role_changed, sequences, tell, updated, waiting};
use crate::{
    ctx::Person,
    outbox::{
        Relay, RelayReport, append_many,
        relay::{BATCH, LEASE},
        store,
    },
    testing::{
        broker::{self, Broker, by_person},
        nowhere,
        world::World,
    },
};
use ::broker::Publisher;
use contract::event::UserEvent;
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
    assert_eq!(other.drain().await.expect("a step"), report(0, 0));
    assert!(ear.events().await.is_empty(), "it is somebody else's turn");
    end_lease(&world).await;
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
    end_lease(&world).await;
    let other = relay(&world, &broker.config);
    assert_eq!(other.drain().await.expect("a step"), report(2, 0));
    let events = ear.events().await;
    assert_eq!(by_person(&events)[&person.id.0], [1, 1, 2]);
    assert_eq!(events[0].id, events[1].id);
    broker.remove().await;
}

/// What a relay of another process does before it publishes: the events of the one person who has some.
async fn take_turn(world: &World) -> Vec<store::Outgoing> {
    let taken = store::take_lease(&world.pool, Uuid::from_u128(1), LEASE).await;
    assert!(taken.expect("the database answers"));
    let waiting = store::list_unpublished(&world.pool, 10).await;
    let waiting = waiting.expect("the database answers");
    let ids: Vec<_> = waiting
        .iter()
        .flat_map(|row| &row.event_ids)
        .copied()
        .collect();
    let people = store::list_events(&world.pool, &ids).await.expect("events");
    assert_eq!(people.len(), 1);
    people.into_values().flatten().collect()
}

/// Some time later.
async fn end_lease(world: &World) {
    run(world, "UPDATE outbox_lease SET until = now()").await;
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
    // One that has not seen it refused.
    let other = super::relay(&world, &broker.config);
    assert_eq!(other.drain().await.expect("a step"), report(2, 0));
    assert_eq!(sequences(&ear.events().await), [3, 4]);
    assert_eq!(waiting(&world.pool).await, 0);
    broker.remove().await;
}

/// What cannot go out lies in front of what can, more of it than is read at once.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn however_many_events_are_refused_they_do_not_hold_up_those_of_others(pool: PgPool) {
    const REFUSED: usize = 2 * BATCH + 100;
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.updated"]).await;
    let deaf = broker.refuse(&["user.role_changed"]).await;
    let world = World::at(pool, &broker.config).await;
    let relay = &world.services.relay;
    let (ada, bob) = two_people(&world).await;
    for _ in 0..REFUSED / 50 {
        tell_all(&world, &[(&ada, role_changed as Say); 50]).await;
    }
    tell(&world, &bob, updated(&bob)).await;

    assert_eq!(relay.step().await.expect("a step"), report(1, REFUSED));
    assert_eq!(sequences(&ear.events().await), [2]);
    assert_eq!(relay.step().await.expect("a step"), report(0, REFUSED));
    deaf.remove().await;
    let other = super::relay(&world, &broker.config);
    assert_eq!(other.drain().await.expect("all"), report(REFUSED, 0));
    assert_eq!(waiting(&world.pool).await, 0);
    broker.remove().await;
}

/// Two people of whom nothing waits.
async fn two_people(world: &World) -> (Person, Person) {
    let people = (world.somebody().await, world.somebody().await);
    let created = world.services.relay.drain().await;
    assert_eq!(created.expect("a step"), report(2, 0));
    people
}

type Say = fn(&Person) -> UserEvent;

/// Commits events of several people, told in one statement.
async fn tell_all(world: &World, events: &[(&Person, Say)]) {
    let tenant = events[0].0.tenant_id;
    let events: Vec<_> = events.iter().map(|(who, say)| (who.id, say(who))).collect();
    let mut conn = world.pool.acquire().await.expect("a connection");
    let told = append_many(&mut conn, &world.ours(tenant), tenant, &events).await;
    told.expect("events");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_what_was_told_together_only_the_refused_and_what_follows_it_waits(pool: PgPool) {
    let broker = Broker::new().await;
    let deaf = broker.refuse(&["user.role_changed"]).await;
    let world = World::at(pool, &broker.config).await;
    let relay = &world.services.relay;
    let (ada, bob) = two_people(&world).await;
    let ear = broker.listen(&["user.updated"]).await;
    tell_all(
        &world,
        &[
            (&ada, updated as Say),
            (&ada, role_changed),
            (&bob, updated),
            (&ada, updated),
        ],
    )
    .await;

    assert_eq!(relay.step().await.expect("a step"), report(2, 2));
    assert_eq!(waiting(&world.pool).await, 2);
    let early = by_person(&ear.events().await);
    assert_eq!(
        (&*early[&ada.id.0], &*early[&bob.id.0]),
        (&[2][..], &[2][..])
    );
    deaf.remove().await;
    let other = super::relay(&world, &broker.config);
    assert_eq!(other.drain().await.expect("a step"), report(2, 0));
    assert_eq!(sequences(&ear.events().await), [4]);
    broker.remove().await;
}

/// One of two queues refuses: the other takes the event with each try.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_refused_rests_so_that_those_who_listen_do_not_hear_it_again_and_again(
    pool: PgPool,
) {
    let broker = Broker::new().await;
    let ear = broker.listen(&["user.role_changed"]).await;
    let deaf = broker.refuse(&["user.role_changed"]).await;
    let world = World::at(pool, &broker.config).await;
    let relay = &world.services.relay;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    tell(&world, &ada, role_changed(&ada)).await;
    assert_eq!(relay.step().await.expect("a step"), report(2, 1));
    for _ in 0..3 {
        tell(&world, &bob, updated(&bob)).await;
        assert_eq!(relay.step().await.expect("a step"), report(1, 1));
    }
    let heard = ear.events().await.len();
    assert!(heard <= 1, "{heard} times while it rests");
    deaf.remove().await;
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_relay_that_comes_late_puts_nothing_back(pool: PgPool) {
    let broker = Broker::new().await;
    let deaf = broker.refuse(&["user.role_changed"]).await;
    let world = World::at(pool, &broker.config).await;
    let relay = &world.services.relay;
    let (ada, bob) = two_people(&world).await;
    tell_all(&world, &[(&ada, role_changed as Say), (&bob, updated)]).await;
    let late = store::list_unpublished(&world.pool, 10).await;
    let late = late.expect("the database answers").remove(0);
    let events = store::list_events(&world.pool, &late.event_ids).await;
    let events = events.expect("events");
    let of = |who: &Person| events[&(who.tenant_id.0, who.id.0)][0].id.0;
    let settle = async |gone: Uuid| {
        let settled = store::delete_unpublished(&world.pool, &[], &[late.id], &[gone]).await;
        settled.expect("the database answers");
        waiting(&world.pool).await
    };

    assert_eq!(relay.step().await.expect("a step"), report(1, 1));
    assert_eq!(settle(of(&bob)).await, 1, "the other had it already");
    assert_eq!(settle(of(&ada)).await, 0, "both are out");
    assert_eq!(settle(of(&ada)).await, 0, "nothing is there any more");
    deaf.remove().await;
    broker.remove().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_a_broker_everything_waits_and_it_is_nobodys_turn(pool: PgPool) {
    let nobody = broker::config(format!("amqp://{}/%2f", nowhere()));
    let world = World::at(pool, &nobody).await;
    people(&world, 2, 3).await;
    let relay = Relay::new(world.pool.clone(), Publisher::new(nobody), &world.clock);
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
