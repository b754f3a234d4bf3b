//! Events that an earlier version left behind.

use super::{tell, updated, waiting};
use crate::{
    adapters::postgres::MIGRATOR,
    testing::{
        migrate_until,
        world::{World, noon},
    },
};
use chrono::TimeDelta;
use sqlx::PgPool;

/// The last migration before what waits lay apart.
const IN_ITS_ROW: i64 = 13;

#[sqlx::test(migrations = false)]
async fn events_that_waited_before_wait_still_in_order_and_no_earlier_version_sends_them(
    pool: PgPool,
) {
    migrate_until(&pool, IN_ITS_ROW).await;
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    // Of a machine whose clock was behind.
    world.clock.set(noon() - TimeDelta::seconds(5));
    for _ in 0..2 {
        tell(&world, &ada, updated(&ada)).await;
    }
    let bob = world.somebody().await;
    world.clock.set(noon());
    let published = sqlx::query("UPDATE outbox_events SET published_at = $1 WHERE user_id = $2");
    let published = published.bind(noon()).bind(bob.id.0);
    published.execute(&world.pool).await.expect("published");

    MIGRATOR.run(&world.pool).await.expect("the schema of now");
    tell(&world, &ada, updated(&ada)).await;
    assert_eq!(waiting(&world.pool).await, 4);
    let order: Vec<i64> = sqlx::query_scalar(
        "SELECT sequence FROM outbox_unpublished AS waiting
         JOIN outbox_events AS e ON e.id = ANY (waiting.event_ids) ORDER BY waiting.id",
    )
    .fetch_all(&world.pool)
    .await
    .expect("rows");
    assert_eq!(order, [1, 2, 3, 4]);
    let to_earlier_versions = "SELECT count(*) FROM outbox_events WHERE published_at IS NULL";
    assert_eq!(world.count(to_earlier_versions).await, 0);
}
