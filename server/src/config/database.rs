//! Where Postgres is.

use super::{Env, env::encoded};
use secrecy::{ExposeSecret, SecretString};
use service::adapters::postgres::PostgresConfig;

/// `DATABASE_URL` or `DB_…`
#[derive(Clone, Debug)]
pub struct DatabaseSection {
    /// Address and pool.
    pub postgres: PostgresConfig,
    /// `DATABASE_REPLICA_URL`: those of a replica that may be read from.
    pub replica: Option<PostgresConfig>,
}

impl DatabaseSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let url = match address(env, "DATABASE_URL") {
            Some(url) => url,
            None => database_url(env),
        };
        let pool_max = env.number("DB_POOL_MAX", 10, 1, 1_000);
        let pool_min = env.number("DB_POOL_MIN", 2, 0, pool_max);
        let replica_max = env.number("DB_REPLICA_POOL_MAX", pool_max, 1, 1_000);
        let replica = address(env, "DATABASE_REPLICA_URL").map(|url| PostgresConfig {
            url,
            pool_min: pool_min.min(replica_max),
            pool_max: replica_max,
        });
        Self {
            postgres: PostgresConfig {
                url,
                pool_min,
                pool_max,
            },
            replica,
        }
    }
}

/// An address of Postgres, where the variable is set.
fn address(env: &mut Env, name: &str) -> Option<SecretString> {
    let url = env.get(name)?;
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Some(url.into());
    }
    env.problem(format!(
        "{name} must be an address that starts with postgres://."
    ));
    Some(SecretString::from(""))
}

fn database_url(env: &mut Env) -> SecretString {
    let mode = if env.flag("DB_SSL", false) {
        "?sslmode=require"
    } else {
        ""
    };
    format!(
        "postgres://{}:{}@{}:{}/{}{mode}",
        encoded(&env.text("DB_USER", "lms_user")),
        encoded(env.secret("DB_PASSWORD", "password", 1).expose_secret()),
        env.text("DB_HOST", "localhost"),
        env.number("DB_PORT", 5432, 1, u16::MAX),
        encoded(&env.text("DB_NAME", "lms_users")),
    )
    .into()
}
