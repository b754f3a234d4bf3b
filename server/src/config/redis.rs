//! Where Redis is.

use super::{Env, env::encoded};
use service::adapters::redis::RedisConfig;

/// `REDIS_…`
#[derive(Clone, Debug)]
pub struct RedisSection {
    /// Address and key prefix.
    pub redis: RedisConfig,
}

impl RedisSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let url = env.get("REDIS_URL").unwrap_or_else(|| {
            let password = env
                .get("REDIS_PASSWORD")
                .map(|p| format!(":{}@", encoded(&p)))
                .unwrap_or_default();
            format!(
                "redis://{password}{}:{}/{}",
                env.text("REDIS_HOST", "localhost"),
                env.number("REDIS_PORT", 6379, 1, u16::MAX),
                env.number("REDIS_DB", 0_u8, 0, u8::MAX),
            )
        });
        if !url.starts_with("redis") {
            env.problem("REDIS_URL must be an address that starts with redis:// or rediss://.");
        }
        Self {
            redis: RedisConfig {
                url: url.into(),
                key_prefix: env.text("REDIS_KEY_PREFIX", "user-service:"),
            },
        }
    }
}
