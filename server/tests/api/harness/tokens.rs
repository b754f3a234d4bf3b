//! Tokens as the auth-service signs them.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// `JWT_SECRET` of the tests.
pub const SECRET: &str = "a-secret-of-the-tests-with-more-than-32-characters";

/// Seconds since 1970, this far from now.
pub fn in_seconds(seconds: i64) -> i64 {
    i64::try_from(jsonwebtoken::get_current_timestamp()).unwrap() + seconds
}

/// These claims under the secret of the tests.
pub fn signed(claims: &Value) -> String {
    signed_as(Algorithm::HS256, SECRET, claims)
}

/// These claims under another secret or algorithm of its family.
pub fn signed_as(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(algorithm), claims, &key).unwrap()
}

/// Another service with these scopes, in the default tenant.
pub fn service(scope: &str) -> String {
    signed(&service_claims(scope))
}

/// The same on behalf of a tenant.
pub fn service_in(tenant: &str, scope: &str) -> String {
    let mut claims = service_claims(scope);
    claims["tenantId"] = json!(tenant);
    signed(&claims)
}

fn service_claims(scope: &str) -> Value {
    json!({"sub": "course-service", "role": "service", "scope": scope, "exp": in_seconds(600)})
}
