//! The SQL of a watch over a replica: positions in the write-ahead log, in bytes.

use super::watch::Unfit;
use sqlx::{Connection, FromRow, PgConnection, PgPool, postgres::PgRow};
use std::time::Duration;

/// How long an answer may take: less than what it tells is good for.
const PATIENCE: Duration = Duration::from_millis(500);
/// A commit is seen when its record is on disk, and so below the first; where commits do not wait for the disk,
/// below the second.
const COMMITTED: &str = "SELECT (CASE current_setting('synchronous_commit')
    WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END - '0/0')::bigint";
const WRITTEN: &str = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";
const REPLAYED: &str =
    "SELECT pg_is_in_recovery(), coalesce((pg_last_wal_replay_lsn() - '0/0')::bigint, 0)";

/// A connection that is made anew when it was lost.
#[derive(Debug)]
pub(super) struct Line {
    to: &'static str,
    pool: PgPool,
    connection: Option<PgConnection>,
}

impl Line {
    pub(super) fn new(to: &'static str, pool: &PgPool) -> Self {
        Self {
            to,
            pool: pool.clone(),
            connection: None,
        }
    }

    /// How far the log of the primary is committed.
    pub(super) async fn find_committed(&mut self) -> Result<i64, Unfit> {
        let (position,) = self.ask(COMMITTED).await?;
        Ok(position)
    }

    /// How far the log of the primary goes.
    pub(super) async fn find_written(&mut self) -> Result<i64, Unfit> {
        let (position,) = self.ask(WRITTEN).await?;
        Ok(position)
    }

    /// Whether it is a replica, and how far it has come.
    pub(super) async fn find_replayed(&mut self) -> Result<(bool, i64), Unfit> {
        self.ask(REPLAYED).await
    }

    async fn ask<T>(&mut self, sql: &'static str) -> Result<T, Unfit>
    where
        T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        // Taken out, and put back with the answer: a connection without one is closed.
        let connection = self.connection.take();
        let asked = async {
            let mut connection = match connection {
                Some(connection) => connection,
                None => PgConnection::connect_with(&self.pool.connect_options()).await?,
            };
            let answer = sqlx::query_as(sql).fetch_one(&mut connection).await?;
            Ok::<_, sqlx::Error>((answer, connection))
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok((answer, connection))) => {
                self.connection = Some(connection);
                Ok(answer)
            }
            Ok(Err(error)) => Err(Unfit::Away(self.to, error.to_string())),
            Err(slow) => Err(Unfit::Away(self.to, slow.to_string())),
        }
    }
}
