//! What the application's own database role may do: everything but to change what is append-only, and the schema.

use crate::error::Error;
use sqlx::{AssertSqlSafe, PgConnection, PgPool};

/// Tables that are read and added to, and otherwise left alone. Triggers refuse more, whoever asks.
const APPEND_ONLY: [&str; 2] = ["audit_log", "audit_seals"];
/// The table in which migrations are noted; the application looks whether it is up to date.
const MIGRATIONS: &str = "_sqlx_migrations";

/// Why a role was not given rights.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GrantError {
    /// Roles are made by whoever runs the database.
    #[error("there is no database role {0}: make it first (CREATE ROLE … LOGIN PASSWORD …)")]
    NoSuchRole(String),
    /// A superuser, or who may do what the owner may, cannot be kept from anything.
    #[error("the database role {0} owns the tables or is a superuser, so rights do not bind it")]
    Unbound(String),
    /// Those of the database.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<sqlx::Error> for GrantError {
    fn from(error: sqlx::Error) -> Self {
        Self::Other(error.into())
    }
}

/// Gives an existing role exactly the rights that the application needs, and takes all others that it had on
/// the schema. To be done by the owner of the tables, after each migration: new tables are nobody else's.
///
/// # Errors
/// The role is not there, or rights do not bind it; those of the database.
pub async fn grant(pool: &PgPool, role: &str) -> Result<(), GrantError> {
    let mut tx = pool.begin().await?;
    check(&mut tx, role).await?;
    let names: (String, String, String) = sqlx::query_as(
        "SELECT quote_ident($1), quote_ident(current_database()), quote_ident(current_schema())",
    )
    .bind(role)
    .fetch_one(&mut *tx)
    .await?;
    for statement in statements(&names.0, &names.1, &names.2) {
        // The names are quoted by Postgres itself.
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn check(conn: &mut PgConnection, role: &str) -> Result<(), GrantError> {
    let bound: Option<bool> = sqlx::query_scalar(
        "SELECT NOT rolsuper AND NOT EXISTS (
             SELECT 1 FROM pg_class WHERE relname = ANY ($2) AND relnamespace = current_schema()::text::regnamespace
                 AND pg_has_role(pg_roles.oid, relowner, 'MEMBER'))
         FROM pg_roles WHERE rolname = $1",
    )
    .bind(role)
    .bind(APPEND_ONLY)
    .fetch_optional(conn)
    .await?;
    match bound {
        Some(true) => Ok(()),
        Some(false) => Err(GrantError::Unbound(role.to_owned())),
        None => Err(GrantError::NoSuchRole(role.to_owned())),
    }
}

fn statements(role: &str, database: &str, schema: &str) -> Vec<String> {
    let all = |things: &str| format!("ALL {things} IN SCHEMA {schema}");
    let (tables, sequences, functions) = (all("TABLES"), all("SEQUENCES"), all("FUNCTIONS"));
    let mut statements = vec![
        format!("REVOKE ALL ON {tables} FROM {role}"),
        format!("REVOKE ALL ON {sequences} FROM {role}"),
        format!("REVOKE ALL ON SCHEMA {schema} FROM {role}"),
        format!("GRANT CONNECT ON DATABASE {database} TO {role}"),
        format!("GRANT USAGE ON SCHEMA {schema} TO {role}"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {role}"),
        format!("GRANT USAGE ON {sequences} TO {role}"),
        format!("GRANT EXECUTE ON {functions} TO {role}"),
        format!("REVOKE INSERT, UPDATE, DELETE ON {schema}.{MIGRATIONS} FROM {role}"),
    ];
    for table in APPEND_ONLY {
        statements.push(format!(
            "REVOKE UPDATE, DELETE ON {schema}.{table} FROM {role}"
        ));
    }
    statements
}
