//! Requests that may be sent twice: the first answer is kept and given again.

mod store;

use crate::{
    Ctx,
    clock::Clock,
    ctx::Actor,
    error::{AuthFault, Error, Result},
};
use chrono::TimeDelta;
use contract::{FieldCode, FieldError, FieldErrors, TenantId, limits::IDEMPOTENCY_KEY_MAX};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgPool;

pub(crate) use store::delete_old;

/// A first request that has not answered for this long is lost; longer than any request may take.
const LOST_AFTER: TimeDelta = TimeDelta::seconds(60);
/// How long an answer is given again.
pub(crate) const KEEP: TimeDelta = TimeDelta::hours(24);
/// The header's name, for errors.
const HEADER: &str = "Idempotency-Key";

/// Keeps first answers.
#[derive(Clone, Debug)]
pub struct Idempotency {
    pool: PgPool,
    clock: Clock,
}

/// One key of one caller on one path.
#[derive(Clone, Debug)]
pub struct Ticket {
    tenant: TenantId,
    caller: String,
    path: String,
    key: String,
}

/// What to do with a request.
#[derive(Debug)]
pub enum Begin {
    /// It is the first: do it, then `finish` or `abandon`.
    First(Ticket),
    /// It was done before: give this answer again.
    Again(Value),
    /// The first still runs.
    Running,
    /// The key was used with another body.
    Mismatch,
}

impl Idempotency {
    pub(crate) fn new(pool: PgPool, clock: Clock) -> Self {
        Self { pool, clock }
    }

    /// Asks what to do with a request, by what of its body counts, piece by piece.
    ///
    /// # Errors
    /// `Invalid` (a key of a wrong length), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn begin<'a>(
        &self,
        ctx: &Ctx,
        key: &str,
        path: &str,
        body: impl IntoIterator<Item = &'a [u8]> + Send,
    ) -> Result<Begin> {
        // Somebody unknown learns nothing of the rules of keys.
        let (tenant, caller) = caller(ctx)?;
        check(key)?;
        let ticket = Ticket {
            tenant,
            caller,
            path: path.to_owned(),
            key: key.to_owned(),
        };
        let hasher = body.into_iter().fold(Sha256::new(), Sha256::chain_update);
        let hash = hasher.finalize().to_vec();
        let mut conn = self.pool.acquire().await?;
        let now = self.clock.now();
        if store::claim(&mut conn, &ticket, &hash, now, now + LOST_AFTER, now - KEEP).await? {
            return Ok(Begin::First(ticket));
        }
        Ok(match store::find(&mut conn, &ticket).await? {
            Some((known, _)) if known != hash => Begin::Mismatch,
            // It still runs, or was given up between the two questions; the caller will come again.
            None | Some((_, None)) => Begin::Running,
            Some((_, Some(answer))) => Begin::Again(answer),
        })
    }

    /// Keeps the answer to a first request.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn finish(&self, ticket: &Ticket, answer: Value) -> Result<()> {
        store::update_answer(&self.pool, ticket, answer).await
    }

    /// The first request came to nothing: the next one with this key is the first again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn abandon(&self, ticket: &Ticket) -> Result<()> {
        store::delete(&self.pool, ticket).await
    }
}

fn check(key: &str) -> Result<()> {
    let fault = match key.chars().count() {
        0 => FieldError::new(HEADER, FieldCode::Required),
        1..=IDEMPOTENCY_KEY_MAX => return Ok(()),
        _ => FieldError::with_limit(HEADER, FieldCode::TooLong, IDEMPOTENCY_KEY_MAX),
    };
    Err(Error::Invalid(FieldErrors::one(fault)))
}

/// Whose the key is. Whoever has lost their account is given no answer of before.
fn caller(ctx: &Ctx) -> Result<(TenantId, String)> {
    match &ctx.actor {
        Actor::User(_) => ctx
            .person()
            .map(|person| (person.tenant_id, format!("user:{}", person.id))),
        Actor::Service {
            name, tenant_id, ..
        } => Ok((*tenant_id, format!("service:{name}"))),
        Actor::Stranger { auth_id, tenant_id } => Ok((*tenant_id, format!("stranger:{auth_id}"))),
        Actor::System { part, tenant_id } => Ok((*tenant_id, format!("system:{part}"))),
        Actor::Anonymous => Err(Error::Unauthenticated(AuthFault::HeaderMissing)),
    }
}
