//! `dev_auth.accounts`.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::account::Account;

/// What an insert came to.
pub(crate) enum Inserted {
    Created,
    /// The address belongs to another account; nothing was changed.
    EmailTaken,
}

impl Inserted {
    pub(crate) fn is_created(&self) -> bool {
        matches!(self, Self::Created)
    }
}

pub(crate) async fn insert_account(
    conn: &mut PgConnection,
    account: &Account,
) -> Result<Inserted, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO dev_auth.accounts
             (id, user_id, tenant_id, email, email_verified, password_hash,
              first_name, last_name, role, locale, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (lower(email)) DO NOTHING",
    )
    .bind(account.id)
    .bind(account.user_id)
    .bind(account.tenant_id)
    .bind(&account.email)
    .bind(account.email_verified)
    .bind(&account.password_hash)
    .bind(&account.first_name)
    .bind(&account.last_name)
    .bind(&account.role)
    .bind(&account.locale)
    .bind(account.created_at)
    .execute(conn)
    .await?;
    Ok(if done.rows_affected() == 1 {
        Inserted::Created
    } else {
        Inserted::EmailTaken
    })
}

pub(crate) async fn find_account(
    conn: &mut PgConnection,
    id: Uuid,
) -> Result<Option<Account>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM dev_auth.accounts WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await
}

pub(crate) async fn find_account_by_email(
    conn: &mut PgConnection,
    email: &str,
) -> Result<Option<Account>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM dev_auth.accounts WHERE lower(email) = lower($1)")
        .bind(email)
        .fetch_optional(conn)
        .await
}

pub(crate) async fn update_password(
    conn: &mut PgConnection,
    id: Uuid,
    password_hash: &str,
) -> Result<(), sqlx::Error> {
    let done = sqlx::query("UPDATE dev_auth.accounts SET password_hash = $2 WHERE id = $1")
        .bind(id)
        .bind(password_hash)
        .execute(conn)
        .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound)
    }
}

/// Remembers Matricula's id of a person. Another id than before means that Matricula's database is a
/// new one, whose event sequences start again. False if there is no such account.
pub(crate) async fn update_user_id(
    conn: &mut PgConnection,
    auth_id: Uuid,
    user_id: Uuid,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE dev_auth.accounts
         SET user_id = $2,
             role_sequence = CASE WHEN user_id IS DISTINCT FROM $2 THEN 0 ELSE role_sequence END
         WHERE id = $1",
    )
    .bind(auth_id)
    .bind(user_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A change of role that Matricula made.
pub(crate) struct RoleChange<'a> {
    pub(crate) auth_id: Option<Uuid>,
    pub(crate) user_id: Option<Uuid>,
    pub(crate) role: &'a str,
    /// The person's event sequence.
    pub(crate) sequence: Option<i64>,
}

/// Applies a change of role. False if there is no such account or a later change came first.
pub(crate) async fn update_role(
    conn: &mut PgConnection,
    change: &RoleChange<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE dev_auth.accounts
         SET role = $3, user_id = coalesce($2, user_id), role_sequence = coalesce($4, role_sequence)
         WHERE CASE WHEN $1::uuid IS NOT NULL THEN id = $1 ELSE user_id = $2::uuid END
           AND ($4::bigint IS NULL OR $4 > role_sequence
                OR ($2 IS NOT NULL AND user_id IS DISTINCT FROM $2))",
    )
    .bind(change.auth_id)
    .bind(change.user_id)
    .bind(change.role)
    .bind(change.sequence)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
