//! What is old goes, what is needed stays.

use crate::testing::world::{World, noon};
use chrono::TimeDelta;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn published_and_applied_events_go_when_they_are_old_and_waiting_ones_never(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    for bio in ["one", "two", "three"] {
        world.write_bio(&ada, bio).await.expect("a change");
    }
    for (sequence, days) in [(1, 8), (2, 6)] {
        sqlx::query("UPDATE outbox_events SET published_at = $1 WHERE sequence = $2")
            .bind(noon() - TimeDelta::days(days))
            .bind(sequence)
            .execute(&world.pool)
            .await
            .expect("published");
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
    assert_eq!(
        crate::outbox::waiting(&world.pool)
            .await
            .expect("a number")
            .0,
        2
    );
}
