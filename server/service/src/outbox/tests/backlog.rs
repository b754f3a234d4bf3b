//! A broker that was away for long: thousands of events wait.

use super::waiting;
use crate::{
    outbox::store,
    testing::world::{World, noon},
};
use chrono::TimeDelta;
use contract::event::Event;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;
use tokio::time::timeout;

const PEOPLE: i64 = 20;

/// Events of everybody, each with the sequences from the first to before the second; published or not.
async fn insert(world: &World, sequences: (i64, i64), is_published: bool) {
    let sql = "INSERT INTO outbox_events
                   (id, tenant_id, user_id, sequence, type, data, correlation_id, occurred_at, published_at)
               SELECT gen_random_uuid(), tenant_id, u.id, n, 'user.updated', '{}', 'x', $3::timestamptz + n * interval '1 ms',
                      CASE WHEN $4 THEN $3 END
               FROM users AS u CROSS JOIN generate_series($1, $2 - 1) AS n";
    let inserted = sqlx::query(sql)
        .bind(sequences.0)
        .bind(sequences.1)
        .bind(noon())
        .bind(is_published);
    inserted.execute(&world.pool).await.expect("events");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_long_row_is_claimed_at_once_though_nothing_waited_when_postgres_last_counted(
    pool: PgPool,
) {
    let world = World::new(pool).await;
    for _ in 0..PEOPLE {
        world.somebody().await;
    }
    let delete = sqlx::query("DELETE FROM outbox_events");
    delete.execute(&world.pool).await.expect("nothing waits");
    insert(&world, (1, 1_000), true).await;
    let count = sqlx::query("VACUUM ANALYZE outbox_events");
    count.execute(&world.pool).await.expect("counted");
    insert(&world, (1_000, 2_000), false).await;
    assert_eq!(waiting(&world.pool).await, PEOPLE * 1_000);

    for plans in ["force_custom_plan", "force_generic_plan"] {
        let options = PgConnectOptions::clone(&world.pool.connect_options());
        let options = options.options([("plan_cache_mode", plans)]);
        let relay = PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options);
        // Comparing each with each takes minutes.
        let claimed = timeout(Duration::from_secs(5), claim_all(&relay)).await;
        for events in claimed.expect("in time") {
            let sequences = events.iter().filter_map(|event| event.metadata.sequence);
            assert!(sequences.eq(1_000..1_100), "{plans}");
        }
        let free = sqlx::query("UPDATE outbox_events SET claimed_until = NULL");
        free.execute(&relay).await.expect("for the next");
    }
}

/// What two claims of half of the people each take, after which there is nothing to take.
async fn claim_all(pool: &PgPool) -> Vec<Vec<Event>> {
    let (lease, half) = (TimeDelta::seconds(30), PEOPLE / 2);
    let mut claimed = Vec::new();
    for people in [10, 10, 0] {
        let claim = store::claim_events(pool, noon(), lease, half, 100);
        let rows = claim.await.expect("the database answers");
        // Nobody's later events go before their earlier ones.
        assert_eq!(rows.len(), people);
        claimed.extend(rows);
    }
    claimed
}
