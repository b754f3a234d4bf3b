//! Where the process runs and where it is found.

use super::{Env, TrustedProxies};
use std::net::IpAddr;
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

impl AppEnv {
    /// Read first: what follows is stricter in production.
    pub(super) fn read(env: &mut Env) -> Self {
        let name = env
            .get("APP_ENV")
            .unwrap_or_else(|| env.text("NODE_ENV", "development"));
        let app_env = match name.as_str() {
            "development" => Self::Development,
            "production" => Self::Production,
            "test" => Self::Test,
            _ => {
                env.problem("APP_ENV must be development, production or test.");
                Self::Development
            }
        };
        if app_env == Self::Production {
            env.in_production();
        }
        app_env
    }
}

impl ServerSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let app_env = AppEnv::read(env);
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
