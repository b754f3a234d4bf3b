//! Entries that were written by earlier versions.

use super::{seal, verify};
use crate::{
    adapters::postgres::MIGRATOR,
    testing::{
        migrate_until,
        world::{TENANT, World},
    },
};
use sqlx::PgPool;

/// The last migration before there were chains.
const BEFORE_CHAINS: i64 = 8;
/// The last before what waits for its seal lay together, statement by statement.
const ONE_BY_ONE: i64 = 13;

async fn entries_of_before_are_sealed_too(pool: PgPool, version: i64) {
    migrate_until(&pool, version).await;
    let world = World::new(pool).await;
    super::tenant(&world).await;
    super::add_entries(&world, TENANT, 3).await;
    MIGRATOR.run(&world.pool).await.expect("the schema of now");
    world.somebody().await;
    assert_eq!(seal(&world).await, 4);
    let (verified, faults) = verify(&world, TENANT, None).await;
    assert_eq!((verified.entries, verified.waiting), (4, 0));
    assert_eq!(faults, []);
}

#[sqlx::test(migrations = false)]
async fn entries_of_before_there_were_chains_are_sealed_too(pool: PgPool) {
    entries_of_before_are_sealed_too(pool, BEFORE_CHAINS).await;
}

#[sqlx::test(migrations = false)]
async fn entries_that_waited_one_by_one_are_sealed_too(pool: PgPool) {
    entries_of_before_are_sealed_too(pool, ONE_BY_ONE).await;
}
