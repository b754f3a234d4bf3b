//! The sections of the environment, with the specification's names and defaults.

use super::{Env, TrustedProxies};
use contract::limits::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX};
use jsonwebtoken::Algorithm;
use secrecy::{ExposeSecret, SecretString};
use service::adapters::{postgres::PostgresConfig, rabbitmq::BrokerConfig, redis::RedisConfig};
use std::{net::IpAddr, time::Duration};
use url::Url;

/// Where the process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppEnv {
    /// On somebody's desk.
    Development,
    /// For real: no default secret is taken.
    Production,
    /// Under test.
    Test,
}

/// `PORT`, `HOST`, `APP_ENV` and the addresses of this service and the others.
#[derive(Clone, Debug)]
pub struct ServerSection {
    /// Where the process runs.
    pub app_env: AppEnv,
    /// Address to listen on.
    pub host: IpAddr,
    /// Port of pages and API.
    pub port: u16,
    /// Where browsers find us, without a slash at the end.
    pub public_url: Url,
    /// `COURSE_SERVICE_URL`: where courses are taken.
    pub course_service_url: Url,
    /// Where the built site is.
    pub site_root: String,
    /// `HELMET_ENABLED`: whether every answer bears security headers.
    pub security_headers: bool,
    /// `TRUSTED_PROXIES`: whose word on a client's address is taken; addresses and networks.
    pub trusted_proxies: TrustedProxies,
}

impl ServerSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let name = env
            .get("APP_ENV")
            .unwrap_or_else(|| env.text("NODE_ENV", "development"));
        let app_env = match name.as_str() {
            "development" => AppEnv::Development,
            "production" => AppEnv::Production,
            "test" => AppEnv::Test,
            _ => {
                env.problem("APP_ENV must be development, production or test.");
                AppEnv::Development
            }
        };
        if app_env == AppEnv::Production {
            env.in_production();
        }
        let port = env.number("PORT", 3002, 0, u16::MAX);
        env.required_in_production("PUBLIC_URL");
        Self {
            app_env,
            host: env.value("HOST", IpAddr::from([0, 0, 0, 0])),
            port,
            public_url: env.url(
                "PUBLIC_URL",
                &format!("http://localhost:{port}"),
                &["https", "http"],
            ),
            course_service_url: env.url(
                "COURSE_SERVICE_URL",
                "http://localhost:3003",
                &["https", "http"],
            ),
            site_root: env.text("SITE_ROOT", "target/site"),
            security_headers: env.flag("HELMET_ENABLED", true),
            trusted_proxies: TrustedProxies::read(env),
        }
    }

    /// Whether browsers reach us over TLS: cookies are `Secure` then.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

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

/// `RABBITMQ_…`
#[derive(Clone, Debug)]
pub struct RabbitSection {
    /// Address and names.
    pub broker: BrokerConfig,
}

/// Pauses before the second to the sixth try of an event.
const RETRY_PAUSES_S: [u64; 5] = [1, 5, 30, 120, 600];

impl RabbitSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let url = env.get("RABBITMQ_URL").unwrap_or_else(|| {
            format!(
                "amqp://{}:{}@{}:{}/{}",
                encoded(&env.text("RABBITMQ_USERNAME", "guest")),
                encoded(&env.text("RABBITMQ_PASSWORD", "guest")),
                env.text("RABBITMQ_HOST", "localhost"),
                env.number("RABBITMQ_PORT", 5672, 1, u16::MAX),
                encoded(&env.text("RABBITMQ_VHOST", "/")),
            )
        });
        if !url.starts_with("amqp") {
            env.problem("RABBITMQ_URL must be an address that starts with amqp:// or amqps://.");
        }
        Self {
            broker: BrokerConfig {
                url: url.into(),
                exchange: env.text("RABBITMQ_EXCHANGE", "lms.events"),
                queue: env.text("RABBITMQ_QUEUE", "user-service.events"),
                retry_pauses: RETRY_PAUSES_S.map(Duration::from_secs).to_vec(),
            },
        }
    }
}

/// `JWT_…`
#[derive(Clone, Debug)]
pub struct JwtSection {
    /// Algorithms that are taken.
    pub algorithms: Vec<Algorithm>,
    /// The key of HS256.
    pub secret: SecretString,
    /// Where the keys of the others are.
    pub jwks_url: Option<Url>,
    /// The `iss` that must be there, where one must.
    pub issuer: Option<String>,
    /// The `aud` that must be there, where one must.
    pub audience: Option<String>,
}

/// The specification's default, fit for development alone.
const JWT_SECRET_DEFAULT: &str = "your-super-secret-jwt-key-change-in-production";
const JWT_SECRET_MIN: usize = 32;

impl JwtSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let algorithms: Vec<Algorithm> = env.list("JWT_ALGORITHMS", "HS256");
        let asymmetric = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
        if algorithms
            .iter()
            .any(|a| *a != Algorithm::HS256 && !asymmetric.contains(a))
        {
            env.problem("JWT_ALGORITHMS may list HS256, RS256, ES256 and EdDSA.");
        }
        let jwks_url = env
            .get("JWT_JWKS_URL")
            .map(|_| env.url("JWT_JWKS_URL", "", &["https", "http"]));
        if jwks_url.is_none() && algorithms.iter().any(|a| asymmetric.contains(a)) {
            env.problem("JWT_JWKS_URL must be set where JWT_ALGORITHMS lists more than HS256.");
        }
        let secret = if algorithms.contains(&Algorithm::HS256) {
            env.secret("JWT_SECRET", JWT_SECRET_DEFAULT, JWT_SECRET_MIN)
        } else {
            env.text("JWT_SECRET", JWT_SECRET_DEFAULT).into()
        };
        Self {
            algorithms,
            secret,
            jwks_url,
            issuer: env.get("JWT_ISSUER"),
            audience: env.get("JWT_AUDIENCE"),
        }
    }
}

/// `OIDC_…` and `SESSION_TTL`
#[derive(Clone, Debug)]
pub struct OidcSection {
    /// The auth-service, as its discovery document names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
    /// How long a browser session lasts without a visit.
    pub session_ttl: Duration,
}

impl OidcSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let auth_service = env.text("AUTH_SERVICE_URL", "http://localhost:3001");
        env.required_in_production("OIDC_ISSUER");
        let issuer = env.url("OIDC_ISSUER", &auth_service, &["https", "http"]);
        Self {
            issuer: issuer.as_str().trim_end_matches('/').to_owned(),
            client_id: env.text("OIDC_CLIENT_ID", "matricula"),
            client_secret: env.secret("OIDC_CLIENT_SECRET", "matricula-development-secret", 16),
            session_ttl: Duration::from_secs(env.number(
                "SESSION_TTL",
                7 * 24 * 3600,
                60,
                366 * 24 * 3600,
            )),
        }
    }
}

/// `CACHE_TTL_…`, in seconds
#[derive(Clone, Debug)]
pub struct CacheSection {
    /// `CACHE_TTL_USER_PROFILE`
    pub user_profile: Duration,
    /// `CACHE_TTL_USER_PREFERENCES`; none where `ENABLE_PREFERENCE_CACHING` is off.
    pub user_preferences: Option<Duration>,
    /// `CACHE_TTL_USER_ENROLLMENTS`
    pub user_enrollments: Duration,
}

impl CacheSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let mut ttl =
            |name: &str, default| Duration::from_secs(env.number(name, default, 1, 86_400));
        let user_profile = ttl("CACHE_TTL_USER_PROFILE", 900);
        let user_preferences = ttl("CACHE_TTL_USER_PREFERENCES", 1_800);
        let user_enrollments = ttl("CACHE_TTL_USER_ENROLLMENTS", 300);
        Self {
            user_profile,
            user_preferences: env
                .flag("ENABLE_PREFERENCE_CACHING", true)
                .then_some(user_preferences),
            user_enrollments,
        }
    }
}

/// `DEFAULT_PAGE_SIZE` and `MAX_PAGE_SIZE`
#[derive(Clone, Copy, Debug)]
pub struct PagingSection {
    /// Entries on a page of a list that nobody asked a number of.
    pub default: u32,
    /// Most entries that may be asked for.
    pub max: u32,
}

impl PagingSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let max = env.number("MAX_PAGE_SIZE", PAGE_LIMIT_MAX, 1, 1_000);
        Self {
            default: env.number("DEFAULT_PAGE_SIZE", PAGE_LIMIT_DEFAULT.min(max), 1, max),
            max,
        }
    }
}

/// `ENABLE_…`
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the specification, apart from the others"
)]
pub struct FeatureSection {
    /// `ENABLE_USER_REGISTRATION`: a first sign-in makes an account.
    pub user_registration: bool,
    /// `ENABLE_PROFILE_COMPLETION_TRACKING`
    pub profile_completion: bool,
    /// `ENABLE_ENROLLMENT_ANALYTICS`: statistics of enrollments.
    pub enrollment_analytics: bool,
    /// `ENABLE_SESSION_TRACKING`: the list of browser sessions.
    pub session_tracking: bool,
}

impl FeatureSection {
    pub(super) fn read(env: &mut Env) -> Self {
        Self {
            user_registration: env.flag("ENABLE_USER_REGISTRATION", true),
            profile_completion: env.flag("ENABLE_PROFILE_COMPLETION_TRACKING", true),
            enrollment_analytics: env.flag("ENABLE_ENROLLMENT_ANALYTICS", true),
            session_tracking: env.flag("ENABLE_SESSION_TRACKING", true),
        }
    }
}

/// `HEALTH_CHECK_…`, in milliseconds
#[derive(Clone, Debug)]
pub struct HealthSection {
    /// Longest wait for a part to answer.
    pub timeout: Duration,
    /// How often the parts are looked at without being asked.
    pub interval: Duration,
}

impl HealthSection {
    pub(super) fn read(env: &mut Env) -> Self {
        Self {
            timeout: Duration::from_millis(env.number("HEALTH_CHECK_TIMEOUT", 5_000, 10, 60_000)),
            interval: Duration::from_millis(env.number(
                "HEALTH_CHECK_INTERVAL",
                30_000,
                100,
                3_600_000,
            )),
        }
    }
}

/// `METRICS_…`
#[derive(Clone, Debug)]
pub struct MetricsSection {
    /// Whether metrics are served at all.
    pub enabled: bool,
    /// A port of their own beside the main one; 0 for none.
    pub port: u16,
    /// Their path, on both ports.
    pub path: String,
}

impl MetricsSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let path = env.text("METRICS_PATH", "/metrics");
        if !path.starts_with('/') || path.contains(['{', '}', '*']) {
            env.problem("METRICS_PATH must be a path that starts with a slash.");
        }
        Self {
            enabled: env.flag("METRICS_ENABLED", true),
            port: env.number("METRICS_PORT", 9090, 0, u16::MAX),
            path,
        }
    }
}

/// A part of an address, with everything escaped that could be taken for its structure.
fn encoded(part: &str) -> String {
    // Form encoding writes a space as `+`, which means itself outside of forms.
    url::form_urlencoded::byte_serialize(part.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
