//! The environment, read once at start: one typed section a topic, every problem told at once.

mod cache;
mod connections;
mod cors;
mod database;
mod env;
mod features;
mod health;
mod jwt;
mod logging;
mod media;
mod metrics;
mod oidc;
mod paging;
mod proxies;
mod rabbit;
mod rate_limit;
mod redis;
mod reserved;
mod server;
mod storage;

pub use cache::CacheSection;
pub use connections::ConnectionSection;
pub use cors::{CorsSection, OneOf};
pub use database::DatabaseSection;
pub use env::Env;
pub use features::FeatureSection;
pub use health::HealthSection;
pub use jwt::JwtSection;
pub use logging::{LogFormat, LogSection};
pub use media::MediaProcessConfig;
pub use metrics::MetricsSection;
pub use oidc::OidcSection;
pub use paging::PagingSection;
pub use proxies::{Proxy, TrustedProxies};
pub use rabbit::RabbitSection;
pub use rate_limit::RateLimitSection;
pub use redis::RedisSection;
pub use server::{AppEnv, ServerSection};
pub use storage::StorageSection;

use chrono::TimeDelta;
use contract::{Language, TenantId};
use service::{
    account::AccountConfig, audit::AuditConfig, avatar::AvatarConfig, enrollment::EnrollmentConfig,
    instructor_application::ApplicationConfig, preference::PreferenceConfig,
    profile::ProfileConfig, session::SessionConfig,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Everything that the environment says.
#[derive(Clone, Debug)]
pub struct Config {
    /// Port, host, addresses, environment.
    pub server: ServerSection,
    /// Patience with slow clients.
    pub connections: ConnectionSection,
    /// Whose scripts may call the API.
    pub cors: CorsSection,
    /// How much one caller may ask.
    pub rate_limit: RateLimitSection,
    /// Postgres.
    pub database: DatabaseSection,
    /// Redis.
    pub redis: RedisSection,
    /// RabbitMQ.
    pub rabbit: RabbitSection,
    /// Object storage.
    pub storage: StorageSection,
    /// Tokens of REST callers.
    pub jwt: JwtSection,
    /// Sign-in of browsers.
    pub oidc: OidcSection,
    /// Times of the cache.
    pub cache: CacheSection,
    /// Sizes of pages of lists.
    pub paging: PagingSection,
    /// What is switched on.
    pub features: FeatureSection,
    /// Health checks.
    pub health: HealthSection,
    /// Metrics.
    pub metrics: MetricsSection,
    /// Logs.
    pub log: LogSection,
    /// Languages on offer, the first one first.
    pub languages: Vec<Language>,
    /// The tenant of tokens and events that name none.
    pub default_tenant: TenantId,
    /// Applications to teach.
    pub instructor_application: ApplicationConfig,
    /// The audit log.
    pub audit: AuditConfig,
}

/// The default of `DEFAULT_TENANT`.
pub const DEFAULT_TENANT: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);

impl Config {
    /// Reads the variables.
    ///
    /// # Errors
    /// One sentence a problem, naming the variable.
    pub fn read(variables: BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut env = Env::new(variables);
        let server = ServerSection::read(&mut env);
        let rabbit = RabbitSection::read(&mut env);
        let config = Self {
            storage: StorageSection::read(&mut env, &rabbit),
            connections: ConnectionSection::read(&mut env),
            cors: CorsSection::read(&mut env),
            rate_limit: RateLimitSection::read(&mut env),
            database: DatabaseSection::read(&mut env),
            redis: RedisSection::read(&mut env),
            rabbit,
            jwt: JwtSection::read(&mut env),
            oidc: OidcSection::read(&mut env),
            cache: CacheSection::read(&mut env),
            paging: PagingSection::read(&mut env),
            features: FeatureSection::read(&mut env),
            health: HealthSection::read(&mut env),
            metrics: MetricsSection::read(&mut env),
            log: LogSection::read(&mut env),
            languages: env.list("SUPPORTED_LANGUAGES", "en,es"),
            default_tenant: TenantId(env.value("DEFAULT_TENANT", DEFAULT_TENANT)),
            instructor_application: ApplicationConfig {
                cooldown: TimeDelta::days(env.number(
                    "INSTRUCTOR_REAPPLY_COOLDOWN_DAYS",
                    7,
                    0,
                    3650,
                )),
            },
            audit: AuditConfig {
                enabled: env.flag("AUDIT_ENABLED", true),
                sensitive_fields: env
                    .list("AUDIT_SENSITIVE_FIELDS", "password,email,phone")
                    .into_iter()
                    .collect(),
            },
            server,
        };
        reserved::check(&mut env);
        env.finish(config)
    }

    /// What the service layer needs to know.
    pub fn service(&self) -> service::Config {
        service::Config {
            account: AccountConfig {
                registration: self.features.user_registration,
                default_tenant: self.default_tenant,
                search_ttl: self.cache.user_search,
            },
            profile: ProfileConfig {
                languages: self.languages.clone(),
                completion: self.features.profile_completion,
                cache_ttl: self.cache.user_profile,
            },
            avatar: AvatarConfig {
                limits: self.storage.limits.clone(),
            },
            preference: PreferenceConfig {
                cache_ttl: self.cache.user_preferences,
            },
            enrollment: EnrollmentConfig {
                cache_ttl: self.cache.user_enrollments,
                default_page: self.paging.default,
                analytics: self.features.enrollment_analytics,
            },
            instructor_application: self.instructor_application,
            session: SessionConfig {
                tracking: self.features.session_tracking,
            },
            audit: self.audit.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        Config::read(
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn an_empty_environment_is_the_specifications_development() {
        let config = read(&[]).expect("every variable has a default");
        assert_eq!(config.server.port, 3002);
        assert_eq!(config.cache.user_profile.as_secs(), 900);
        assert_eq!(config.languages, [Language::En, Language::Es]);
    }

    #[test]
    fn every_problem_is_told_at_once_and_names_its_variable() {
        let problems = read(&[
            ("PORT", "http"),
            ("DB_POOL_MAX", "0"),
            ("RATE_LIMIT_MAX", "many"),
            ("JWT_SECRET", "short"),
            ("SUPPORTED_LANGUAGES", "en,xx"),
        ])
        .expect_err("all five are wrong");
        for name in [
            "PORT",
            "DB_POOL_MAX",
            "RATE_LIMIT_MAX",
            "JWT_SECRET",
            "SUPPORTED_LANGUAGES",
        ] {
            assert!(
                problems.iter().any(|p| p.contains(name)),
                "{name} is not named in {problems:?}"
            );
        }
        assert_eq!(problems.len(), 5);
    }

    #[test]
    fn production_refuses_default_and_missing_secrets() {
        let problems = read(&[("APP_ENV", "production")]).expect_err("nothing secret is set");
        for name in [
            "JWT_SECRET",
            "OIDC_CLIENT_SECRET",
            "OIDC_ISSUER",
            "PUBLIC_URL",
        ] {
            assert!(
                problems.iter().any(|p| p.contains(name)),
                "{name} is not named in {problems:?}"
            );
        }
    }

    #[test]
    fn node_env_is_read_where_app_env_is_not_set() {
        assert!(read(&[("NODE_ENV", "test")]).expect("good").server.app_env == AppEnv::Test);
        assert!(read(&[("APP_ENV", "development"), ("NODE_ENV", "production")]).is_ok());
    }

    #[test]
    fn secrets_are_not_printed() {
        let config = read(&[
            ("JWT_SECRET", "a-secret-of-more-than-thirty-two-characters"),
            ("DB_PASSWORD", "hunter2"),
        ])
        .expect("good");
        let printed = format!("{config:?}");
        assert!(!printed.contains("thirty-two") && !printed.contains("hunter2"));
    }

    #[test]
    fn a_replica_is_told_of_by_its_address_and_is_none_otherwise() {
        let config = read(&[]).expect("good");
        assert!(config.database.replica.is_none());
        let url = ("DATABASE_REPLICA_URL", "postgres://replica/lms_users");
        let pools = [("DB_POOL_MAX", "7"), ("DB_REPLICA_POOL_MAX", "1")];
        let config = read(&[url, pools[0]]).expect("good");
        let replica = config.database.replica.expect("a replica");
        assert_eq!((replica.pool_min, replica.pool_max), (2, 7));
        let config = read(&[url, pools[0], pools[1]]).expect("good");
        let replica = config.database.replica.expect("a replica");
        assert_eq!((replica.pool_min, replica.pool_max), (1, 1));
        let wrong = [("DATABASE_REPLICA_URL", "mysql://user:hunter2@replica")];
        let problems = read(&wrong).expect_err("not Postgres");
        let [problem] = &problems[..] else {
            panic!("{problems:?}");
        };
        assert!(problem.starts_with("DATABASE_REPLICA_URL ") && !problem.contains("hunter2"));
    }

    #[test]
    fn a_database_is_named_by_its_parts_where_there_is_no_address() {
        use secrecy::ExposeSecret;
        let config = read(&[
            ("DB_HOST", "db"),
            ("DB_USER", "a b"),
            ("DB_PASSWORD", "p@ss/w"),
            ("DB_SSL", "true"),
        ])
        .expect("good");
        assert_eq!(
            config.database.postgres.url.expose_secret(),
            "postgres://a%20b:p%40ss%2Fw@db:5432/lms_users?sslmode=require"
        );
    }
}
