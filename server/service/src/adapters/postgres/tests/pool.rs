//! Connections that end while nobody uses them.

use crate::{
    adapters::postgres::{PostgresConfig, TAKEN_FOR_WELL, connect},
    testing::part,
};
use sqlx::PgPool;
use std::time::Duration;

/// A pool of one connection.
fn one() -> PgPool {
    let config = PostgresConfig {
        url: part("DATABASE_URL").into(),
        pool_min: 0,
        pool_max: 1,
    };
    connect(&config).expect("an address")
}

async fn backend(pool: &PgPool) -> i32 {
    let asked = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(pool);
    asked.await.expect("Postgres answers")
}

#[tokio::test]
async fn a_connection_that_ended_while_it_lay_idle_is_replaced_before_anybody_gets_it() {
    let (pool, other) = (one(), one());
    let before = backend(&pool).await;
    assert_eq!(backend(&pool).await, before, "it is kept");
    let ended = sqlx::query_scalar::<_, bool>("SELECT pg_terminate_backend($1, 5000)").bind(before);
    assert!(ended.fetch_one(&other).await.expect("Postgres answers"));
    tokio::time::sleep(TAKEN_FOR_WELL + Duration::from_millis(1)).await;
    assert_ne!(backend(&pool).await, before);
}
