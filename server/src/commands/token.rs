//! `token`: a JWT for trying the API, signed with `JWT_SECRET`, good for a day.

use super::{one, print_line};
use crate::{
    bootstrap::Process,
    config::{AppEnv, Config},
};
use contract::{AuthId, TenantId, UserId, account::Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use secrecy::ExposeSecret;
use serde::Serialize;
use service::seed;

const GOOD_FOR_S: i64 = 24 * 3600;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    sub: UserId,
    auth_id: AuthId,
    email: String,
    role: Role,
    tenant_id: TenantId,
    iss: Option<String>,
    aud: Option<String>,
    exp: i64,
}

/// Prints the token.
pub(super) async fn run(config: Config, user: &str) -> Result<(), Vec<String>> {
    if config.server.app_env == AppEnv::Production {
        return Err(vec![
            "APP_ENV is production: tokens come from the auth-service there.".into(),
        ]);
    }
    let (jwt, tenant) = (config.jwt.clone(), config.default_tenant);
    if !jwt.algorithms.contains(&Algorithm::HS256) {
        return Err(vec![
            "JWT_ALGORITHMS does not list HS256, so no token of ours would be taken.".into(),
        ]);
    }
    let process = Process::wire(config).map_err(one)?;
    let state = process.state();
    let found = seed::find(&state.parts.pool, tenant, user)
        .await
        .map_err(one)?;
    let Some(found) = found else {
        return Err(vec![format!(
            "There is nobody with the id, e-mail address or seed number {user}."
        )]);
    };
    let claims = Claims {
        sub: found.person.id,
        auth_id: found.person.auth_id,
        email: found.email,
        role: found.person.role,
        tenant_id: tenant,
        iss: jwt.issuer,
        aud: jwt.audience,
        exp: state.services.clock.now().timestamp() + GOOD_FOR_S,
    };
    let key = EncodingKey::from_secret(jwt.secret.expose_secret().as_bytes());
    print_line(&encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(one)?);
    Ok(())
}
