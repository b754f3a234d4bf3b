//! How entries are hashed, told by other means: SQL alone.

use super::{seal, verify};
use crate::testing::world::{TENANT, World, bio_of};
use crate::{Actor, audit::chain::Head};
use sqlx::PgPool;

/// The chain as `audit::chain` describes it, made by Postgres.
const CHAIN: &str = "WITH RECURSIVE
    entry AS (
        SELECT s.number, s.hash AS kept, l.* FROM audit_seals AS s JOIN audit_log AS l ON l.id = s.entry_id
        WHERE s.tenant_id = $1
    ),
    chain (number, kept, hash) AS (
        SELECT 0::bigint, NULL::bytea, decode(repeat('00', 32), 'hex')
        UNION ALL
        SELECT e.number, e.kept, sha256(c.hash || (
            SELECT string_agg(coalesce(int8send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8'),
                                       decode(repeat('ff', 8), 'hex')), ''::bytea ORDER BY place)
            FROM unnest(ARRAY[
                e.id::text, e.tenant_id::text, round(extract(epoch FROM e.at) * 1000000)::bigint::text, e.actor_kind,
                e.actor_id, e.action, e.target_kind, e.target_id::text, e.changes::text, e.request_id
            ]) WITH ORDINALITY AS field (value, place)))
        FROM chain AS c JOIN entry AS e ON e.number = c.number + 1
    )
    SELECT count(*), bool_and(kept = hash) FROM chain WHERE number > 0";

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn anybody_can_make_the_same_chain_with_other_means(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    for bio in ["Größe \"1e300\"\n微", "plain"] {
        world.write_bio(&ada, bio).await.expect("a change");
    }
    // An entry of nobody in particular has no actor.
    let nobody = world.ctx(Actor::Anonymous);
    let mut conn = world.pool.acquire().await.expect("a connection");
    let audit = &world.services.audit.audit;
    let recorded = audit.record(
        &mut conn,
        &nobody,
        TENANT,
        "user.updated",
        ada.id,
        Vec::new(),
    );
    recorded.await.expect("an entry");
    assert_eq!(seal(&world).await, 4);
    let (count, is_same): (i64, bool) = sqlx::query_as(CHAIN)
        .bind(TENANT.0)
        .fetch_one(&world.pool)
        .await
        .expect("a chain");
    assert_eq!((count, is_same), (4, true));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_chain_that_nothing_is_in_yet_is_whole(pool: PgPool) {
    let world = World::new(pool).await;
    super::tenant(&world).await;
    let (verified, faults) = verify(&world, TENANT, None).await;
    assert_eq!((verified.entries, verified.head), (0, Head::default()));
    assert_eq!(faults, []);
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada));
    let profile = &world.services.profile;
    profile
        .update(&ctx, bio_of("new"), None)
        .await
        .expect("a change");
    let (verified, faults) = verify(&world, TENANT, None).await;
    assert_eq!(
        (verified.entries, verified.waiting, verified.head.number),
        (2, 2, 0)
    );
    assert_eq!(faults, []);
}
