//! `token`: a JWT for trying the API, signed with `JWT_SECRET`, good for a day.

use super::{begin, one, print_line};
use crate::config::{AppEnv, Config};
use contract::{TenantId, account::Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use secrecy::ExposeSecret;
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

const GOOD_FOR_S: i64 = 24 * 3600;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    sub: Uuid,
    auth_id: Uuid,
    email: String,
    role: Role,
    tenant_id: Uuid,
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
    let process = begin(config)?;
    let state = process.state();
    let (sub, auth_id, email, role) = find(&state.parts.pool, tenant, user).await?;
    let claims = Claims {
        sub,
        auth_id,
        email,
        role: role.parse().map_err(one)?,
        tenant_id: tenant.0,
        iss: jwt.issuer,
        aud: jwt.audience,
        exp: state.services.clock.now().timestamp() + GOOD_FOR_S,
    };
    let key = EncodingKey::from_secret(jwt.secret.expose_secret().as_bytes());
    print_line(&encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(one)?);
    Ok(())
}

async fn find(
    pool: &PgPool,
    tenant: TenantId,
    user: &str,
) -> Result<(Uuid, Uuid, String, String), Vec<String>> {
    sqlx::query_as(
        r"SELECT id, auth_id, email, role FROM users
          WHERE tenant_id = $1 AND status <> 'deleted'
            AND (id::text = $2 OR email = lower($2)
                 OR id = (SELECT overlay(overlay(h PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid
                          FROM md5('user-' || $2) AS h))
          LIMIT 1",
    )
    .bind(tenant.0)
    .bind(user)
    .fetch_optional(pool)
    .await
    .map_err(one)?
    .ok_or_else(|| {
        vec![format!(
            "There is nobody with the id, e-mail address or seed number {user}."
        )]
    })
}
