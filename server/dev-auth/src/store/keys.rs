//! `dev_auth.signing_keys`.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// A signing key as stored.
#[derive(sqlx::FromRow)]
pub(crate) struct KeyRow {
    pub(crate) kid: String,
    pub(crate) algorithm: String,
    pub(crate) private_pem: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) retired_at: Option<DateTime<Utc>>,
}

/// Keeps other processes from rotating until the transaction ends; readers go on.
pub(crate) async fn lock_keys(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("LOCK TABLE dev_auth.signing_keys IN SHARE ROW EXCLUSIVE MODE")
        .execute(conn)
        .await?;
    Ok(())
}

pub(crate) async fn list_keys(conn: &mut PgConnection) -> Result<Vec<KeyRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM dev_auth.signing_keys ORDER BY created_at DESC, kid")
        .fetch_all(conn)
        .await
}

pub(crate) async fn insert_key(conn: &mut PgConnection, key: &KeyRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO dev_auth.signing_keys (kid, algorithm, private_pem, created_at)
         VALUES ($1, $2, $3, $4)",
    )
    .bind(&key.kid)
    .bind(&key.algorithm)
    .bind(&key.private_pem)
    .bind(key.created_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the signing of the current key of an algorithm.
pub(crate) async fn update_key_retired(
    conn: &mut PgConnection,
    algorithm: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE dev_auth.signing_keys SET retired_at = $2
         WHERE algorithm = $1 AND retired_at IS NULL",
    )
    .bind(algorithm)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets keys that retired before `before`.
pub(crate) async fn delete_retired_keys(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM dev_auth.signing_keys WHERE retired_at < $1")
        .bind(before)
        .execute(conn)
        .await?;
    Ok(())
}
