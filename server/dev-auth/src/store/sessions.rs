//! `dev_auth.sso_sessions`: signed-in browsers.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::account::Session;

pub(crate) async fn insert_session(
    conn: &mut PgConnection,
    session: &Session,
    token_hash: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO dev_auth.sso_sessions (id, token_hash, account_id, auth_time, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(session.id)
    .bind(token_hash)
    .bind(session.account_id)
    .bind(session.auth_time)
    .bind(session.expires_at)
    .execute(conn)
    .await?;
    Ok(())
}

pub(crate) async fn find_session(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Session>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM dev_auth.sso_sessions WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash)
        .bind(now)
        .fetch_optional(conn)
        .await
}

pub(crate) async fn find_session_by_id(
    conn: &mut PgConnection,
    id: Uuid,
) -> Result<Option<Session>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM dev_auth.sso_sessions WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Ends a session; `None` if it had ended already.
pub(crate) async fn delete_session(
    conn: &mut PgConnection,
    id: Uuid,
) -> Result<Option<Session>, sqlx::Error> {
    sqlx::query_as("DELETE FROM dev_auth.sso_sessions WHERE id = $1 RETURNING *")
        .bind(id)
        .fetch_optional(conn)
        .await
}

pub(crate) async fn delete_other_sessions(
    conn: &mut PgConnection,
    kept: &Session,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM dev_auth.sso_sessions WHERE account_id = $1 AND id <> $2")
        .bind(kept.account_id)
        .bind(kept.id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(crate) async fn delete_expired(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM dev_auth.sso_sessions WHERE expires_at <= $1")
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}
