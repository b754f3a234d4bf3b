//! The connection pool and the schema.

mod rights;
mod warm;

pub use rights::{GrantError, grant};
pub use warm::{Warm, WarmConnection};

use crate::error::{Error, Result};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    Connection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, time::Duration};

/// The schema; `Migrator::run` holds an advisory lock, so that many servers may start at once.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// How to reach Postgres.
#[derive(Clone, Debug)]
pub struct PostgresConfig {
    /// `postgres://…`
    pub url: SecretString,
    /// Connections that are kept open.
    pub pool_min: u32,
    /// Most connections.
    pub pool_max: u32,
}

/// How long a request waits for a connection before it is told that the database is away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// What was used within this is taken to be well: to ask costs as much as a short statement. Whoever is given a
/// connection that has ended within it is told so, as who had one when it ended.
const TAKEN_FOR_WELL: Duration = Duration::from_millis(100);
/// No statement of ours has reason to run longer; the cache relies on reads ending.
const STATEMENT_TIMEOUT: &str = "10s";

/// A pool that connects when first asked, so that a server may start before its database.
///
/// # Errors
/// The address cannot be read.
pub fn connect(config: &PostgresConfig) -> Result<PgPool> {
    let options = PgConnectOptions::from_str(config.url.expose_secret())
        .map_err(|_| Error::internal("it is not a postgres:// address"))?
        .application_name("matricula")
        .options([("statement_timeout", STATEMENT_TIMEOUT), ("jit", "off")]);
    Ok(PgPoolOptions::new()
        .min_connections(config.pool_min)
        .max_connections(config.pool_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|conn, used| {
            Box::pin(async move {
                if used.idle_for >= TAKEN_FOR_WELL {
                    conn.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options))
}

/// Brings the schema up to date. Where it is, or a later version has brought it further, nothing is asked for that a
/// role without rights to change it has not got.
///
/// # Errors
/// `Unavailable`, or `Internal` where a migration failed.
pub async fn migrate(pool: &PgPool) -> Result<()> {
    if is_current(pool).await? {
        return Ok(());
    }
    // A connection of its own: changing a large table, or waiting for another process that does,
    // takes longer than a request may.
    let options = PgConnectOptions::clone(&pool.connect_options());
    let patient = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy_with(options.options([("statement_timeout", "0")]));
    let migrated = MIGRATOR.run(&patient).await;
    patient.close().await;
    migrated.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => Error::internal(other),
    })
}

/// Whether all our migrations were applied, each as we know it. Others may have followed: a process may start anew
/// while later ones take its place, or to take theirs, since migrations first only add.
async fn is_current(pool: &PgPool) -> Result<bool> {
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(pool)
        .await?;
    if !is_there {
        return Ok(false);
    }
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version",
    )
    .fetch_all(pool)
    .await?;
    let ours: Vec<_> = MIGRATOR
        .iter()
        .map(|one| (one.version, one.checksum.to_vec()))
        .collect();
    Ok(applied.starts_with(&ours))
}

/// Whether the database answers.
///
/// # Errors
/// `Unavailable`.
pub async fn ping(pool: &PgPool) -> Result<()> {
    sqlx::query("SELECT 1").execute(pool).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
