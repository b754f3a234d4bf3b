//! Every line of SQL, all of it on the schema `dev_auth`. Queries are checked at run time: this crate
//! must build without Matricula's query cache.

pub(crate) mod accounts;
pub(crate) mod codes;
pub(crate) mod keys;
pub(crate) mod outbox;
pub(crate) mod schema;
pub(crate) mod sessions;

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

/// Most connections: people who develop sign in one at a time.
const MAX_CONNECTIONS: u32 = 5;

pub(crate) async fn connect(database_url: &str) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(5))
        .connect(database_url)
        .await
}
