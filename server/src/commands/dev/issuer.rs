//! The OpenID provider of development.

use super::{Variables, local_address, one, set_default, take_port};
use crate::config::Config;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use url::Url;

/// The audience of the access tokens.
const AUDIENCE: &str = "matricula";
pub(super) const PORT: u16 = 3001;

/// Takes its port. What it makes is what we take, unless the environment says otherwise.
pub(super) async fn begin(variables: &mut Variables) -> Result<(TcpListener, Url), Vec<String>> {
    let listener = take_port(variables, "DEV_AUTH_PORT", PORT).await?;
    let issuer = local_address(&listener)?;
    set_default(variables, "OIDC_ISSUER", &issuer);
    set_default(variables, "JWT_ALGORITHMS", "HS256,RS256,EdDSA");
    set_default(variables, "JWT_JWKS_URL", &format!("{issuer}/jwks"));
    Ok((listener, Url::parse(&issuer).map_err(one)?))
}

/// What it is told.
pub(super) fn provider(config: &Config, issuer: Url) -> dev_auth::Config {
    let public_url = config.server.public_url.as_str().trim_end_matches('/');
    dev_auth::Config {
        issuer,
        database_url: config.database.postgres.url.expose_secret().to_owned(),
        rabbitmq_url: config.rabbit.broker.url.expose_secret().to_owned(),
        exchange: config.rabbit.broker.exchange.clone(),
        queue: format!("{}.{}", dev_auth::DEFAULT_QUEUE, config.rabbit.broker.queue),
        client: dev_auth::Client {
            id: config.oidc.client_id.clone(),
            secret: config.oidc.client_secret.clone(),
            redirect_uris: vec![format!("{public_url}/auth/callback")],
            post_logout_redirect_uris: vec![format!("{public_url}/")],
        },
        audience: AUDIENCE.into(),
        key_rotation: dev_auth::DEFAULT_KEY_ROTATION,
        personas: true,
    }
}
