//! Who is calling the REST API: bearer tokens only, never cookies.

pub mod jwks;
pub mod jwt;

use super::{AppState, error::ApiError, middleware::request_id::RequestId};
use contract::{Language, TenantId, UserId};
use http::{Extensions, HeaderMap, header};
use jwt::Claims;
use service::{Actor, Ctx, account, ctx::Scopes, error::AuthFault};

/// Makes the `Ctx` of an API request. Without a header the caller is nobody.
///
/// # Errors
/// The header is a bad one, or whom it names cannot be asked.
pub async fn caller(
    state: &AppState,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<Ctx, ApiError> {
    let actor = actor(state, headers).await?;
    let request_id = extensions.get::<RequestId>().cloned().unwrap_or_default();
    let clock = &state.services.clock;
    Ok(Ctx::new(clock, actor, request_id.0, Language::En))
}

async fn actor(state: &AppState, headers: &HeaderMap) -> Result<Actor, ApiError> {
    let Some(header) = headers.get(header::AUTHORIZATION) else {
        return Ok(Actor::Anonymous);
    };
    let header = header.to_str().map_err(|_| AuthFault::Invalid)?;
    let default_tenant = state.services.account.default_tenant();
    match state.verifier.verify(token(header)?).await? {
        Claims::Service {
            name,
            scope,
            tenant_id,
        } => Ok(Actor::Service {
            name,
            tenant_id: tenant_id.map_or(default_tenant, TenantId),
            scopes: Scopes::parse(&scope),
        }),
        Claims::Person {
            sub,
            auth_id,
            tenant_id,
        } => {
            let tenant = tenant_id.map_or(default_tenant, TenantId);
            let found = state
                .services
                .account
                .identify(
                    tenant,
                    Some(UserId(sub)),
                    auth_id,
                    service::cache::Sight::Near,
                )
                .await?;
            Ok(account::actor_of(found, tenant, auth_id))
        }
    }
}

/// The token of the header. The specification takes one without its scheme too.
fn token(header: &str) -> Result<&str, AuthFault> {
    let header = header.trim();
    let token = match header.split_once(' ') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
        None if header.eq_ignore_ascii_case("bearer") => "",
        _ => header,
    };
    if token.is_empty() {
        Err(AuthFault::TokenMissing)
    } else {
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_read_in_any_case_and_may_be_left_out() {
        assert_eq!(token("Bearer a.b.c"), Ok("a.b.c"));
        assert_eq!(token("bearer  a.b.c "), Ok("a.b.c"));
        assert_eq!(token("a.b.c"), Ok("a.b.c"));
        assert_eq!(token("Bearer "), Err(AuthFault::TokenMissing));
        assert_eq!(token(" "), Err(AuthFault::TokenMissing));
    }
}
