//! Whose tokens are taken.

use super::Env;
use jsonwebtoken::Algorithm;
use secrecy::SecretString;
use url::Url;

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
