//! The tables, created where they are missing.

use sqlx::PgPool;

/// Any number that nobody else locks on: `dev_auth` in ASCII.
const LOCK: i64 = 0x6465_765f_6175_7468;

const TABLES: &str = include_str!("schema.sql");

/// Creates what is missing; two processes that start together take turns.
pub(crate) async fn create(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *tx)
        .await?;
    sqlx::raw_sql(TABLES).execute(&mut *tx).await?;
    tx.commit().await
}
