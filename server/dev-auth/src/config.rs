//! What the provider must be told, and the check that it can work with it.

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use crate::Error;

/// Name of the provider's own event queue unless another is given.
pub const DEFAULT_QUEUE: &str = "dev-auth.events";

/// How long one key signs unless told otherwise: 24 hours.
pub const DEFAULT_KEY_ROTATION: Duration = Duration::from_hours(24);

/// Everything that [`run`](crate::run) needs to know.
pub struct Config {
    /// Where the provider is reached, as an origin: `http://localhost:3001`. Tokens and discovery
    /// bear it without a trailing slash.
    pub issuer: Url,
    /// Postgres; all tables live in the schema `dev_auth` of that database.
    pub database_url: String,
    /// `RabbitMQ`.
    pub rabbitmq_url: String,
    /// The durable topic exchange of the platform: `lms.events`.
    pub exchange: String,
    /// The provider's own durable queue, usually [`DEFAULT_QUEUE`].
    pub queue: String,
    /// The one application that people sign in to.
    pub client: Client,
    /// `aud` of the access tokens.
    pub audience: String,
    /// How long one key signs, usually [`DEFAULT_KEY_ROTATION`]. A retired public key stays in the
    /// JWKS until the tokens signed with it have expired.
    pub key_rotation: Duration,
    /// Whether to create the demo accounts (once) and to offer them on the sign-in page.
    pub personas: bool,
}

/// A registered `OAuth` client.
#[derive(Debug, Clone)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// `client_secret`, sent as HTTP Basic or in the form.
    pub secret: SecretString,
    /// Where a code may be sent; compared character by character.
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after signing out; compared character by character.
    pub post_logout_redirect_uris: Vec<String>,
}

impl Config {
    /// The issuer identifier: the origin, without a trailing slash.
    pub(crate) fn issuer_id(&self) -> String {
        self.issuer.as_str().trim_end_matches('/').to_owned()
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let origin = matches!(self.issuer.scheme(), "http" | "https")
            && self.issuer.path() == "/"
            && self.issuer.query().is_none()
            && self.issuer.fragment().is_none();
        if !origin {
            return Err(Error::Config(format!(
                "the issuer {} is not an http origin",
                self.issuer
            )));
        }
        let uris = self
            .client
            .redirect_uris
            .iter()
            .chain(&self.client.post_logout_redirect_uris);
        for uri in uris {
            if Url::parse(uri).is_err() {
                return Err(Error::Config(format!(
                    "the client's redirect URI {uri} is not a URL"
                )));
            }
        }
        if self.key_rotation.is_zero() {
            return Err(Error::Config(
                "the key rotation must be longer than nothing".to_owned(),
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(issuer: &str, redirect_uri: &str) -> Config {
        Config {
            issuer: Url::parse(issuer).unwrap(),
            database_url: String::new(),
            rabbitmq_url: String::new(),
            exchange: "lms.events".into(),
            queue: DEFAULT_QUEUE.into(),
            client: Client {
                id: "matricula".into(),
                secret: "secret".into(),
                redirect_uris: vec![redirect_uri.into()],
                post_logout_redirect_uris: Vec::new(),
            },
            audience: "matricula".into(),
            key_rotation: DEFAULT_KEY_ROTATION,
            personas: false,
        }
    }

    #[test]
    fn an_origin_is_an_issuer_without_its_slash() {
        let config = config(
            "http://localhost:3001",
            "http://localhost:3002/auth/callback",
        );
        config.check().unwrap();
        assert_eq!(config.issuer_id(), "http://localhost:3001");
    }

    #[test]
    fn an_issuer_with_a_path_and_a_relative_redirect_uri_are_refused() {
        assert!(
            config("http://localhost:3001/auth", "http://localhost:3002/")
                .check()
                .is_err()
        );
        assert!(
            config("http://localhost:3001", "/auth/callback")
                .check()
                .is_err()
        );
    }
}
