//! How browsers sign in.

use super::Env;
use secrecy::SecretString;
use std::time::Duration;

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
