//! Where Postgres is.

use super::{Env, env::encoded};
use secrecy::{ExposeSecret, SecretString};
use service::adapters::postgres::PostgresConfig;

/// `DATABASE_URL` or `DB_…`
#[derive(Clone, Debug)]
pub struct DatabaseSection {
    /// Address and pool.
    pub postgres: PostgresConfig,
}

impl DatabaseSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let url = match env.get("DATABASE_URL") {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                url.into()
            }
            Some(_) => {
                env.problem("DATABASE_URL must be an address that starts with postgres://.");
                SecretString::from("")
            }
            None => database_url(env),
        };
        let pool_max = env.number("DB_POOL_MAX", 10, 1, 1_000);
        Self {
            postgres: PostgresConfig {
                url,
                pool_min: env.number("DB_POOL_MIN", 2, 0, pool_max),
                pool_max,
            },
        }
    }
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
