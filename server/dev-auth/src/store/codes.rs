//! `dev_auth.authorization_codes`: good for one use, within a minute.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// What a code stands for.
#[derive(sqlx::FromRow)]
pub(crate) struct Grant {
    pub(crate) session_id: Uuid,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    pub(crate) code_challenge: String,
    pub(crate) expires_at: DateTime<Utc>,
}

/// A code that was redeemed, with the session it came from.
#[derive(sqlx::FromRow)]
pub(crate) struct Redeemed {
    #[sqlx(flatten)]
    pub(crate) grant: Grant,
    pub(crate) account_id: Uuid,
    pub(crate) auth_time: DateTime<Utc>,
}

pub(crate) async fn insert_code(
    conn: &mut PgConnection,
    code_hash: &[u8],
    grant: &Grant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO dev_auth.authorization_codes
             (code_hash, session_id, redirect_uri, scope, nonce, code_challenge, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(code_hash)
    .bind(grant.session_id)
    .bind(&grant.redirect_uri)
    .bind(&grant.scope)
    .bind(&grant.nonce)
    .bind(&grant.code_challenge)
    .bind(grant.expires_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Uses a code up. Of two that try at once, one gets it.
pub(crate) async fn redeem_code(
    conn: &mut PgConnection,
    code_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Redeemed>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE dev_auth.authorization_codes AS code
         SET used_at = $2
         FROM dev_auth.sso_sessions AS session
         WHERE code.code_hash = $1 AND code.used_at IS NULL AND code.expires_at > $2
           AND session.id = code.session_id
         RETURNING code.session_id, code.redirect_uri, code.scope, code.nonce,
                   code.code_challenge, code.expires_at, session.account_id, session.auth_time",
    )
    .bind(code_hash)
    .bind(now)
    .fetch_optional(conn)
    .await
}

pub(crate) async fn delete_expired(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM dev_auth.authorization_codes WHERE expires_at <= $1")
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}
