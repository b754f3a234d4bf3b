//! Entries that were written before there were chains.

use super::{seal, verify};
use crate::{
    adapters::postgres::MIGRATOR,
    testing::world::{TENANT, World},
};
use sqlx::{PgPool, migrate::Migrator};
use std::borrow::Cow;

/// The migration that brought the chains.
const CHAINS: i64 = 9;

#[sqlx::test(migrations = false)]
async fn entries_of_before_are_sealed_too(pool: PgPool) {
    let before = MIGRATOR.iter().filter(|one| one.version < CHAINS).cloned();
    let old = Migrator {
        migrations: Cow::Owned(before.collect()),
        ..Migrator::DEFAULT
    };
    old.run(&pool).await.expect("the schema of before");
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
