//! An event is committed with the change it tells of, under the next number.

use super::{committed, updated, waiting};
use crate::{
    Error,
    outbox::append_many,
    testing::world::{OTHER_TENANT, World},
};
use contract::UserId;
use futures::future::join_all;
use sqlx::PgPool;
use std::ops::RangeInclusive;
use uuid::Uuid;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn numbers_have_no_gap_under_fifty_changes_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let person = world.somebody().await;
    let bios: Vec<_> = (0..50).map(|n| format!("Bio {n}")).collect();
    let changes = bios.iter().map(|bio| world.write_bio(&person, bio));
    let mut versions: Vec<_> = join_all(changes)
        .await
        .into_iter()
        .map(|changed| changed.expect("a change").version)
        .collect();
    versions.sort_unstable();
    assert!(
        versions.into_iter().eq(2..=51),
        "each change moves the version by one"
    );
    let expected: RangeInclusive<i64> = 1..=51;
    let events = committed(&world, &person).await;
    assert!(events.iter().map(|(sequence, _)| *sequence).eq(expected));
    assert_eq!(events[0].1, "user.created");
    assert!(events[1..].iter().all(|(_, kind)| kind == "user.updated"));
}

/// What makes any insert into a table fail.
async fn break_table(world: &World, sql: &'static str) {
    let function = "CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS \
                    $$ BEGIN RAISE EXCEPTION 'broken'; END $$";
    for sql in [function, sql] {
        sqlx::query(sql)
            .execute(&world.pool)
            .await
            .expect("a trigger");
    }
}

/// What a failed change must leave as it was: version, number of the last event, biography.
async fn state(world: &World) -> (i64, i64, Option<String>) {
    sqlx::query_as(
        "SELECT version, event_sequence, bio FROM users JOIN user_profiles ON user_id = users.id",
    )
    .fetch_one(&world.pool)
    .await
    .expect("one person")
}

async fn a_change_that_fails_leaves_nothing(pool: PgPool, trigger: &'static str) {
    let world = World::new(pool).await;
    let person = world.somebody().await;
    break_table(&world, trigger).await;
    let failed = world.write_bio(&person, "Never").await;
    assert!(matches!(failed, Err(Error::Internal(_))), "{failed:?}");
    assert_eq!(state(&world).await, (1, 1, None));
    assert_eq!(waiting(&world.pool).await, 1, "user.created alone");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_whose_event_fails_leaves_nothing(pool: PgPool) {
    let trigger =
        "CREATE TRIGGER broken BEFORE INSERT ON outbox_events EXECUTE FUNCTION break_it()";
    a_change_that_fails_leaves_nothing(pool, trigger).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_that_fails_after_its_event_leaves_nothing(pool: PgPool) {
    let trigger = "CREATE TRIGGER broken BEFORE INSERT ON audit_log EXECUTE FUNCTION break_it()";
    a_change_that_fails_leaves_nothing(pool, trigger).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_that_fails_at_its_commit_leaves_nothing(pool: PgPool) {
    let trigger = "CREATE CONSTRAINT TRIGGER broken AFTER INSERT ON outbox_events \
                   DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_it()";
    a_change_that_fails_leaves_nothing(pool, trigger).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_that_changes_nothing_tells_nobody(pool: PgPool) {
    let world = World::new(pool).await;
    let person = world.somebody().await;
    for _ in 0..2 {
        world
            .write_bio(&person, "The same")
            .await
            .expect("a change");
    }
    assert_eq!(committed(&world, &person).await.len(), 2);
    assert_eq!(state(&world).await.0, 2);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_who_is_not_there_nothing_is_told_nor_of_anybody_beside_them(pool: PgPool) {
    let world = World::new(pool).await;
    let here = world.somebody().await;
    let nobody = UserId(Uuid::from_u128(1));
    for (tenant, other) in [(here.tenant_id, nobody), (OTHER_TENANT, here.id)] {
        let events = [here.id, other].map(|id| (id, updated(&here)));
        let mut tx = world.pool.begin().await.expect("a transaction");
        let told = append_many(&mut tx, &world.ours(tenant), tenant, &events).await;
        assert!(matches!(told, Err(Error::Internal(_))), "{told:?}");
    }
    assert_eq!(
        committed(&world, &here).await.len(),
        1,
        "user.created alone"
    );
}
