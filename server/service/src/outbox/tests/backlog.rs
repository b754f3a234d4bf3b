//! A broker that was away for long: thousands of events wait.

use super::waiting;
use crate::{
    outbox::Relay,
    testing::{
        broker::{Broker, by_person},
        world::{World, noon},
    },
};
use ::broker::Publisher;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;
use tokio::time::timeout;

const PEOPLE: i64 = 20;
const EACH: i64 = 200;

/// Events of everybody with these sequences, one a statement and so a row of what waits.
async fn insert(world: &World, first: i64, last: i64) {
    let sql = "DO $$ BEGIN FOR n IN $first..$last LOOP
                   FOR person IN 1..$people LOOP
                       INSERT INTO outbox_events (id, tenant_id, user_id, sequence, type, data, correlation_id, occurred_at)
                       SELECT gen_random_uuid(), tenant_id, id, n, 'user.updated', jsonb_build_object('userId', id), 'x',
                              '$noon'
                       FROM users ORDER BY id OFFSET person - 1 LIMIT 1;
                   END LOOP;
               END LOOP; END $$"
        .replace("$first", &first.to_string())
        .replace("$last", &last.to_string())
        .replace("$people", &PEOPLE.to_string())
        .replace("$noon", &noon().to_rfc3339());
    let inserted = sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
    inserted.execute(&world.pool).await.expect("events");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn thousands_that_wait_go_out_in_order_though_none_did_when_postgres_last_counted(
    pool: PgPool,
) {
    let broker = Broker::new().await;
    let world = World::at(pool, &broker.config).await;
    for _ in 0..PEOPLE {
        world.somebody().await;
    }
    world.services.relay.drain().await.expect("created");
    for table in ["outbox_events", "outbox_unpublished"] {
        let count = sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
            "VACUUM (ANALYZE, TRUNCATE false) {table}"
        )));
        count.execute(&world.pool).await.expect("counted");
    }
    for (n, plans) in ["force_custom_plan", "force_generic_plan"]
        .into_iter()
        .enumerate()
    {
        let first = 2 + EACH * i64::try_from(n).expect("few");
        insert(&world, first, first + EACH - 1).await;
        assert_eq!(waiting(&world.pool).await, PEOPLE * EACH);
        let ear = broker.listen(&["user.#"]).await;
        let options = PgConnectOptions::clone(&world.pool.connect_options());
        let options = options.options([("plan_cache_mode", plans)]);
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options);
        let publisher = Publisher::new(broker.config.clone());
        let relay = Relay::new(pool, publisher, &world.clock);
        let all = timeout(Duration::from_secs(20), relay.drain()).await;
        let published = all
            .expect("in time")
            .expect("the database answers")
            .published;
        assert_eq!(i64::try_from(published), Ok(PEOPLE * EACH), "{plans}");
        for (person, sequences) in by_person(&ear.events().await) {
            assert!(
                sequences.into_iter().eq(first..first + EACH),
                "{plans}: {person}"
            );
        }
    }
    broker.remove().await;
}
