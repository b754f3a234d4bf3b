//! Events in. Each is applied once however often it comes: its id is written in the transaction
//! of its effect.

mod heard;
mod store;

use crate::{
    Ctx,
    account::AccountService,
    audit::{Audit, Change},
    avatar::UserAvatarProcessedListener,
    cache::Cache,
    clock::Clock,
    course::CourseService,
    ctx::{Actor, Person},
    error::{Error, Result},
    profile,
    session::SessionService,
};
use contract::{
    Language, TenantId,
    account::RegisteredPerson,
    event::{AuthUserActivity, AuthUserRegistered, Event},
    limits::REQUEST_ID_MAX,
    text::clean_line,
};
use heard::{Heard, read};
use serde::Deserialize;
use sqlx::{PgConnection, PgPool};

pub use broker::Verdict;
pub use heard::PATTERNS;
pub(crate) use store::delete_processed;

/// The areas that act on what is heard.
#[derive(Clone, Debug)]
pub(crate) struct Listeners {
    pub(crate) account: AccountService,
    pub(crate) course: CourseService,
    pub(crate) session: SessionService,
    pub(crate) pictures: UserAvatarProcessedListener,
    pub(crate) audit: Audit,
}

/// Applies events of other services.
#[derive(Clone, Debug)]
pub struct Inbox {
    pool: PgPool,
    cache: Cache,
    listeners: Listeners,
    clock: Clock,
}

impl Inbox {
    pub(crate) fn new(pool: PgPool, cache: Cache, listeners: Listeners, clock: Clock) -> Self {
        Self {
            pool,
            cache,
            listeners,
            clock,
        }
    }

    /// Applies one event, as it came.
    pub async fn apply(&self, body: &[u8]) -> Verdict {
        let event: Event = match serde_json::from_slice(body) {
            Ok(event) => event,
            Err(error) => return Verdict::Malformed(format!("not an event: {}", place_of(&error))),
        };
        let (id, kind) = (event.id, event.kind.clone());
        let verdict = match self.apply_once(event).await {
            Ok(verdict) => verdict,
            Err(Error::Unavailable(_)) => Verdict::Unavailable,
            Err(Error::Invalid(fields)) => Verdict::Malformed(fields.to_string()),
            Err(error) => Verdict::Failed(error.to_string()),
        };
        let word = match &verdict {
            Verdict::Applied => "applied",
            Verdict::Ignored => "ignored",
            Verdict::Malformed(_) => "malformed",
            Verdict::Failed(_) => "failed",
            Verdict::Unavailable => "unavailable",
        };
        tracing::info!(event_id = %id, kind, verdict = word, "event taken in");
        verdict
    }

    async fn apply_once(&self, event: Event) -> Result<Verdict> {
        let tenant = tenant_of(&event).unwrap_or_else(|| self.listeners.account.default_tenant());
        let actor = Actor::System {
            part: heard::teller(&event.kind),
            tenant_id: tenant,
        };
        let request_id = event
            .correlation_id
            .as_deref()
            .map(request_id)
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| event.id.to_string());
        let mut ctx = Ctx::new(&self.clock, actor, request_id, Language::default());
        self.listeners.account.ensure_tenant(&ctx, tenant).await?;
        if store::is_processed(&self.pool, tenant, event.id).await? {
            return Ok(Verdict::Ignored);
        }
        // A time of the future would never be overtaken by a real one.
        let happened_at = event.timestamp.min(ctx.now);
        let (id, kind) = (event.id, event.kind.clone());
        let Some(heard) = read(event)? else {
            return Ok(Verdict::Ignored);
        };
        // Before the transaction, since it asks Redis; ending a session twice changes nothing.
        self.end_sessions(tenant, &heard).await?;

        let mut tx = self.pool.begin().await?;
        if !store::insert_processed(&mut tx, tenant, id, &kind, ctx.now).await? {
            return Ok(Verdict::Ignored);
        }
        let changed = match heard {
            Heard::Registered(data) => self.registered(&mut tx, &ctx, tenant, data).await?,
            Heard::Login(data) => {
                ctx.now = happened_at;
                let person = self.named(&mut tx, tenant, &data).await?;
                self.listeners
                    .account
                    .record_login_in(&mut tx, &ctx, &person)
                    .await?;
                Some(person)
            }
            Heard::PasswordChanged(data) => {
                let person = self.named(&mut tx, tenant, &data).await?;
                self.listeners
                    .audit
                    .record(
                        &mut tx,
                        &ctx,
                        tenant,
                        "auth.password_changed",
                        person.id,
                        vec![Change::named("password")],
                    )
                    .await?;
                None
            }
            Heard::Logout(data) => {
                self.signed_out(&mut tx, &ctx, tenant, &data).await?;
                None
            }
            Heard::AvatarProcessed(data) => {
                // The desk commits, and tells the cache.
                self.listeners
                    .pictures
                    .processed(tx, &ctx, tenant, data)
                    .await?;
                return Ok(Verdict::Applied);
            }
            Heard::AvatarFailed(data) => {
                let pictures = &self.listeners.pictures;
                pictures.failed(&mut tx, &ctx, tenant, &data).await?;
                None
            }
            Heard::CoursePublished(data) => {
                let course = &self.listeners.course;
                course
                    .told_in(&mut tx, tenant, &data, true, happened_at)
                    .await?;
                None
            }
            Heard::CourseUpdated(data) => {
                let course = &self.listeners.course;
                course
                    .told_in(&mut tx, tenant, &data, false, happened_at)
                    .await?;
                None
            }
            Heard::CourseDeleted(data) => {
                let course = &self.listeners.course;
                course
                    .deleted_in(&mut tx, tenant, &data, happened_at)
                    .await?;
                None
            }
        };
        let keys = changed.map(|person| profile::cache_keys(&person).to_vec());
        let change = self.cache.change(keys.unwrap_or_default());
        tx.commit().await?;
        change.made().await;
        Ok(Verdict::Applied)
    }

    async fn registered(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        data: AuthUserRegistered,
    ) -> Result<Option<Person>> {
        let language = data.language();
        let person = RegisteredPerson {
            auth_id: data.auth_id,
            email: data.email,
            email_verified: data.email_verified,
            first_name: data.first_name,
            last_name: data.last_name,
            role: data.role,
            language,
        };
        match self
            .listeners
            .account
            .register_in(conn, ctx, tenant, person)
            .await
        {
            Ok(registered) => Ok(Some(registered.person)),
            // Registration is closed: accounts are made by POST /users alone.
            Err(Error::FeatureDisabled) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whoever it is who has signed out, where it is somebody here.
    async fn signed_out(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        data: &AuthUserActivity,
    ) -> Result<()> {
        let account = &self.listeners.account;
        let found = account.find_in(conn, tenant, data.user_id, data.auth_id);
        let Some(person) = found.await? else {
            return Ok(());
        };
        self.listeners
            .audit
            .record(conn, ctx, tenant, "auth.logout", person.id, Vec::new())
            .await
    }

    async fn named(
        &self,
        conn: &mut PgConnection,
        tenant: TenantId,
        data: &AuthUserActivity,
    ) -> Result<Person> {
        self.listeners
            .account
            .find_in(conn, tenant, data.user_id, data.auth_id)
            .await?
            .ok_or(Error::NotFound)
    }

    async fn end_sessions(&self, tenant: TenantId, heard: &Heard) -> Result<()> {
        let ended = match heard {
            Heard::Logout(AuthUserActivity {
                session_id: Some(sid),
                ..
            }) => self.listeners.session.end_by_sid(sid).await,
            Heard::PasswordChanged(data) => {
                let person = self
                    .named(&mut *self.pool.acquire().await?, tenant, data)
                    .await?;
                self.listeners
                    .session
                    .end_all(person.id, data.session_id.as_deref())
                    .await
                    .map(drop)
            }
            Heard::Logout(_)
            | Heard::Registered(_)
            | Heard::Login(_)
            | Heard::CoursePublished(_)
            | Heard::CourseUpdated(_)
            | Heard::CourseDeleted(_)
            | Heard::AvatarProcessed(_)
            | Heard::AvatarFailed(_) => Ok(()),
        };
        ended.map_err(|error| {
            tracing::warn!(%error, "sessions could not be ended");
            Error::Unavailable("redis")
        })
    }
}

/// The tenant that the frame names, else the payload. One that cannot be read there is told when
/// the payload is.
fn tenant_of(event: &Event) -> Option<TenantId> {
    let named = || TenantId::deserialize(event.data.get("tenantId")?).ok();
    event.metadata.tenant_id.or_else(named)
}

/// The id of somebody else's request, as we keep ids of requests.
fn request_id(told: &str) -> String {
    clean_line(told).chars().take(REQUEST_ID_MAX).collect()
}

/// Where the JSON breaks; never what stands there.
fn place_of(error: &serde_json::Error) -> String {
    format!("line {} column {}", error.line(), error.column())
}

#[cfg(test)]
mod tests;
