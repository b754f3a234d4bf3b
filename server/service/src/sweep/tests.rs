//! What is old goes, what is needed stays.

use crate::testing::world::{World, noon};
use chrono::TimeDelta;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn published_and_applied_events_go_when_they_are_old_and_waiting_ones_never(pool: PgPool) {
    let world = World::new(pool).await;
    // Four events, the first eight days old and the second six; the last two wait.
    world.clock.set(noon() - TimeDelta::days(8));
    let ada = world.somebody().await;
    world.clock.set(noon() - TimeDelta::days(6));
    world.write_bio(&ada, "one").await.expect("a change");
    let published = sqlx::query("DELETE FROM outbox_unpublished");
    published.execute(&world.pool).await.expect("published");
    world.clock.set(noon());
    for bio in ["two", "three"] {
        world.write_bio(&ada, bio).await.expect("a change");
    }
    for days in [31_i32, 29] {
        sqlx::query(
            "INSERT INTO processed_events (tenant_id, event_id, type, processed_at) \
             VALUES ($1, gen_random_uuid(), 'auth.user.login', $2::timestamptz - make_interval(days => $3))",
        )
        .bind(ada.tenant_id.0)
        .bind(noon())
        .bind(days)
        .execute(&world.pool)
        .await
        .expect("applied");
    }
    assert_eq!(world.services.sweeper.sweep().await.expect("swept"), 2);
    assert_eq!(world.services.sweeper.sweep().await.expect("swept"), 0);
    assert_eq!(
        world.count("SELECT min(sequence) FROM outbox_events").await,
        2
    );
    assert_eq!(world.count("SELECT count(*) FROM outbox_events").await, 3);
    assert_eq!(
        world.count("SELECT count(*) FROM processed_events").await,
        1
    );
    // Waiting for a year, an event waits still.
    world.clock.set(noon() + TimeDelta::days(365));
    assert_eq!(world.services.sweeper.sweep().await.expect("swept"), 2);
    assert_eq!(world.count("SELECT count(*) FROM outbox_events").await, 2);
    assert_eq!(
        crate::outbox::waiting(&world.pool)
            .await
            .expect("a number")
            .0,
        2
    );
}
