//! `dev_auth.outbox`: events that a transaction left for the publisher.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::events::Event;
use crate::{Error, clock};

/// An event that waits.
#[derive(sqlx::FromRow)]
pub(crate) struct Waiting {
    pub(crate) sequence: i64,
    #[sqlx(rename = "type")]
    pub(crate) kind: String,
    pub(crate) envelope: Value,
    pub(crate) created_at: DateTime<Utc>,
}

/// Writes an event with the change that it tells of: call it in that change's transaction, and ring
/// the outbox bell after the commit.
pub(crate) async fn insert_event(conn: &mut PgConnection, event: &Event) -> Result<(), Error> {
    sqlx::query("INSERT INTO dev_auth.outbox (type, envelope, created_at) VALUES ($1, $2, $3)")
        .bind(event.kind())
        .bind(serde_json::to_value(event)?)
        .bind(clock::now())
        .execute(conn)
        .await?;
    Ok(())
}

/// The oldest events, in the order they were written.
pub(crate) async fn list_waiting(conn: &mut PgConnection) -> Result<Vec<Waiting>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM dev_auth.outbox ORDER BY sequence LIMIT 100")
        .fetch_all(conn)
        .await
}

pub(crate) async fn delete_event(
    conn: &mut PgConnection,
    sequence: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM dev_auth.outbox WHERE sequence = $1")
        .bind(sequence)
        .execute(conn)
        .await?;
    Ok(())
}
