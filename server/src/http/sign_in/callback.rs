//! `GET /auth/callback`: back from the auth-service.

use super::{
    Identity, Keeping, SignInFault,
    identity::Beginning,
    language, no_store,
    oidc::{OidcError, Pending, SignedIn},
    sign_out::ID_TOKEN,
    start::PENDING,
};
use crate::http::{AppState, browser::Browser};
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use contract::account::RegisteredPerson;
use serde::Deserialize;
use service::{Actor, Ctx, Error, ctx::Person};
use tower_sessions::Session;

#[derive(Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

pub(super) async fn callback(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    session: Session,
    browser: Browser,
    Query(answer): Query<Answer>,
) -> Response {
    match arrive(&state, &ctx, &session, &browser, answer).await {
        Ok(return_to) => no_store(Redirect::to(&return_to)),
        Err(fault) => fault.into_response(),
    }
}

async fn arrive(
    state: &AppState,
    ctx: &Ctx,
    session: &Session,
    browser: &Browser,
    answer: Answer,
) -> Result<String, SignInFault> {
    // Taken out at once: an answer counts once.
    let pending: Pending = session
        .remove(PENDING)
        .await
        .map_err(away)?
        .ok_or(SignInFault::Failed)?;
    if answer.state.as_deref() != Some(pending.state.as_str()) {
        tracing::warn!("sign-in came back with a state that we did not give");
        return Err(SignInFault::Failed);
    }
    let Some(code) = answer.code.filter(|_| answer.error.is_none()) else {
        return Err(SignInFault::Failed);
    };
    let signed_in = state.oidc.answer(code, &pending).await.map_err(|error| {
        tracing::warn!(%error, "sign-in failed");
        match error {
            OidcError::Unreachable(_) => SignInFault::Unavailable,
            OidcError::Refused(_) => SignInFault::Failed,
        }
    })?;
    let (sid, id_token) = (signed_in.sid.clone(), signed_in.id_token.clone());
    let person = account(state, ctx, signed_in).await?;
    let clock = &state.services.clock;
    let now = ctx.now.timestamp();
    let identity = Identity {
        user_id: person.id,
        auth_id: person.auth_id,
        tenant_id: person.tenant_id,
        role: person.role,
        sid,
        seen_at: now,
        begun: Some(Beginning::new(clock, now)),
    };
    language::carry_over(state, &ctx.with_actor(Actor::User(person.clone())), session).await;
    session.insert(ID_TOKEN, id_token).await.map_err(away)?;
    let keeping = Keeping {
        session,
        sessions: &state.services.session,
        browser,
        clock,
        ttl: state.oidc.session_ttl(),
    };
    identity.sign_in(&keeping).await.map_err(away)?;
    tracing::info!(user_id = %person.id, "signed in");
    Ok(pending.return_to)
}

/// The account of who has signed in, made now where there is none.
async fn account(state: &AppState, ctx: &Ctx, signed_in: SignedIn) -> Result<Person, SignInFault> {
    let account = &state.services.account;
    let tenant = signed_in
        .tenant_id
        .unwrap_or_else(|| account.default_tenant());
    let ctx = ctx.with_actor(Actor::System {
        part: "sign-in",
        tenant_id: tenant,
    });
    let person = RegisteredPerson {
        auth_id: signed_in.auth_id,
        email: signed_in.email,
        email_verified: signed_in.email_verified,
        first_name: signed_in.first_name,
        last_name: signed_in.last_name,
        role: None,
        language: signed_in.language,
    };
    match account.sign_in(&ctx, tenant, person).await {
        Ok(found) if found.person.status.is_usable() => Ok(found.person),
        Ok(_) => Err(SignInFault::Suspended),
        Err(Error::FeatureDisabled) => Err(SignInFault::RegistrationClosed),
        Err(Error::Unavailable(part)) => {
            tracing::warn!(part, "sign-in cannot be finished");
            Err(SignInFault::Unavailable)
        }
        Err(error) => {
            tracing::error!(%error, "sign-in found no account and could make none");
            Err(SignInFault::Failed)
        }
    }
}

fn away(error: impl std::fmt::Display) -> SignInFault {
    tracing::warn!(%error, "the session cannot be read or written");
    SignInFault::Unavailable
}
