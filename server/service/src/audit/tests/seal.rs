//! Sealing, while many write and several seal.

use super::{add_entries, seal, verify};
use crate::{
    Actor,
    audit::store,
    testing::world::{TENANT, World, newcomer, person},
};
use contract::TenantId;
use futures::future::join_all;
use sqlx::{Connection, PgConnection, PgPool};
use std::time::Instant;
use uuid::Uuid;

const TENANTS: u8 = 8;
const WRITERS: usize = 4;
const WRITES: usize = 6;
/// Entries of a tenant: each writer's account, and what they write.
const EACH: i64 = 4 * (1 + 6);
const SEALERS: usize = 4;

/// Somebody who writes again and again.
async fn write(world: &World, tenant: TenantId) {
    let author = person(&world.account(tenant, newcomer()).await);
    for n in 0..WRITES {
        let written = world.write_bio(&author, &format!("number {n}")).await;
        written.expect("a change");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn many_who_write_and_several_who_seal_make_chains_without_gaps(pool: PgPool) {
    let world = World::new(pool).await;
    let tenants: Vec<_> = (1..=TENANTS)
        .map(|n| TenantId(Uuid::from_u128(n.into())))
        .collect();
    let writers = tenants.iter().flat_map(|tenant| [*tenant; WRITERS]);
    let writers = join_all(writers.map(|tenant| write(&world, tenant)));
    let is_done = std::sync::atomic::AtomicBool::new(false);
    let writing = async {
        writers.await;
        is_done.store(true, std::sync::atomic::Ordering::SeqCst);
    };
    let sealing = join_all((0..SEALERS).map(async |_| {
        let mut sealed = 0;
        while !is_done.load(std::sync::atomic::Ordering::SeqCst) {
            sealed += world.services.audit.seal().await.expect("seals");
            tokio::task::yield_now().await;
        }
        sealed
    }));
    let ((), sealed) = tokio::join!(writing, sealing);
    assert!(sealed.iter().sum::<u64>() > 0, "sealed while others write");
    seal(&world).await;
    for tenant in tenants {
        let (verified, faults) = verify(&world, tenant, None).await;
        assert_eq!(faults, []);
        assert_eq!(
            (verified.entries, verified.waiting),
            (EACH.unsigned_abs(), 0)
        );
        assert_eq!(verified.head.number, EACH);
    }
    let sealed_once = "SELECT count(*) FROM audit_log AS l \
         WHERE (SELECT count(*) FROM audit_seals AS s WHERE s.entry_id = l.id) = 1";
    assert_eq!(world.count(sealed_once).await, EACH * i64::from(TENANTS));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_sealer_leaves_a_chain_alone_that_another_has_in_hand(pool: PgPool) {
    let world = World::new(pool).await;
    world.somebody().await;
    let mut other = world.pool.begin().await.expect("a transaction");
    let lock = "SELECT 1 FROM audit_chains FOR UPDATE";
    sqlx::query(lock)
        .execute(&mut *other)
        .await
        .expect("the chain");
    assert_eq!(world.services.audit.seal().await.expect("nothing"), 0);
    other.rollback().await.expect("the chain is free");
    assert_eq!(world.services.audit.seal().await.expect("a seal"), 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_rolled_back_leaves_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    seal(&world).await;
    let before = verify(&world, TENANT, None).await;
    let mut tx = world.pool.begin().await.expect("a transaction");
    let ctx = world.ctx(Actor::User(ada.clone()));
    let audit = &world.services.audit.audit;
    let recorded = audit.record(&mut tx, &ctx, TENANT, "user.updated", ada.id, Vec::new());
    recorded.await.expect("an entry");
    // Meanwhile somebody else commits, and is sealed.
    world.somebody().await;
    assert_eq!(seal(&world).await, 1);
    tx.rollback().await.expect("nothing");
    assert_eq!(seal(&world).await, 0);
    let (after, faults) = verify(&world, TENANT, None).await;
    assert_eq!((after.entries, after.waiting), (before.0.entries + 1, 0));
    assert_eq!(faults, []);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_entry_that_waits_twice_is_sealed_once(pool: PgPool) {
    let world = World::new(pool).await;
    world.somebody().await;
    assert_eq!(seal(&world).await, 1);
    let again = "INSERT INTO audit_unsealed (tenant_id, entry_ids) SELECT tenant_id, ARRAY[id] FROM audit_log";
    super::run(&world, again).await.expect("it waits again");
    // And one that nobody has written.
    let invented = "INSERT INTO audit_unsealed (tenant_id, entry_ids)
         SELECT tenant_id, ARRAY[gen_random_uuid()] FROM audit_log";
    super::run(&world, invented)
        .await
        .expect("it waits for ever");
    world.somebody().await;
    assert_eq!(seal(&world).await, 1);
    let (verified, faults) = verify(&world, TENANT, None).await;
    assert_eq!((verified.entries, verified.waiting), (2, 0));
    assert!(matches!(*faults, [super::Fault::Lost { .. }]), "{faults:?}");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nothing_is_logged_of_a_tenant_that_is_not_there(pool: PgPool) {
    let world = World::new(pool).await;
    world.somebody().await;
    let elsewhere = "INSERT INTO audit_log (id, tenant_id, at, actor_kind, action, target_kind, target_id, request_id)
         SELECT gen_random_uuid(), gen_random_uuid(), at, actor_kind, action, target_kind, target_id, request_id FROM audit_log";
    let refused = super::run(&world, elsewhere).await;
    let refused = refused.expect_err("there is no such tenant").to_string();
    assert!(
        refused.contains("audit_unsealed_tenant_id_fkey"),
        "{refused}"
    );
}

/// Rows of the log and of its seals that this connection has read.
async fn rows_read(conn: &mut PgConnection) -> i64 {
    let read = sqlx::query_scalar(
        "SELECT sum(seq_tup_read + idx_tup_fetch)::bigint FROM pg_stat_xact_user_tables
         WHERE relname IN ('audit_log', 'audit_seals')",
    );
    read.fetch_one(conn).await.expect("a count")
}

/// Sealers keep the plans that they made when there was little.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_a_log_that_has_grown_only_what_waits_is_read(pool: PgPool) {
    const OLD: i64 = 5_000;
    let world = World::new(pool).await;
    super::tenant(&world).await;
    let mut conn = world.pool.acquire().await.expect("a connection");
    for _ in 0..6 {
        add_entries(&world, TENANT, 1).await;
        let taken = store::take_unsealed(&mut conn, TENANT, 10).await;
        assert_eq!(taken.expect("an entry").entries.len(), 1);
    }
    add_entries(&world, TENANT, OLD).await;
    assert_eq!(seal(&world).await, OLD.unsigned_abs());
    add_entries(&world, TENANT, 1).await;
    let mut tx = conn.begin().await.expect("a transaction");
    let before = rows_read(&mut tx).await;
    let taken = store::take_unsealed(&mut tx, TENANT, 10).await;
    assert_eq!(taken.expect("an entry").entries.len(), 1);
    assert_eq!(rows_read(&mut tx).await - before, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn twenty_thousand_entries_are_sealed_and_verified_in_seconds(pool: PgPool) {
    let world = World::new(pool).await;
    super::tenant(&world).await;
    add_entries(&world, TENANT, 20_000).await;
    let begun = Instant::now();
    assert_eq!(seal(&world).await, 20_000);
    let sealed = begun.elapsed();
    let (verified, faults) = verify(&world, TENANT, None).await;
    let took = begun.elapsed();
    assert_eq!((verified.entries, verified.head.number), (20_000, 20_000));
    assert_eq!(faults, []);
    assert!(took.as_secs() < 30, "sealed in {sealed:?}, all in {took:?}");
    eprintln!(
        "sealed in {sealed:?}, verified in {:?}",
        took.checked_sub(sealed).unwrap()
    );
}
