//! Identity: who somebody is here, what they may do, where the account stands; and how accounts
//! come to be.

mod arrival;
mod creation;
mod deletion;
pub mod listing;
mod named;
mod role;
pub mod selection;
mod sessions;
pub(crate) mod standing;
mod status;
mod store;
mod tenant;

use crate::{
    Ctx,
    audit::Audit,
    cache::{Cache, CacheKey, Sight},
    ctx::{Actor, Person},
    desk::Desks,
    error::Result,
    insight,
    profile::ProfileConfig,
    replica::Readers,
    session::SessionService,
};
use contract::{AuthId, TenantId, UserId};
use sqlx::{PgConnection, PgPool};
use std::{sync::Arc, time::Duration};

pub use creation::Registered;
pub use named::NamedUser;
pub use tenant::Tenant;

/// How long role and status may be believed without asking Postgres. Every change of them tells
/// the cache; this is for a change that could not be told.
const IDENTITY_TTL: Duration = Duration::from_secs(5);

/// What the deployment says of accounts.
#[derive(Clone, Debug)]
pub struct AccountConfig {
    /// `ENABLE_USER_REGISTRATION`
    pub registration: bool,
    /// `DEFAULT_TENANT`
    pub default_tenant: TenantId,
    /// `CACHE_TTL_USER_SEARCH`; none where searches are not kept.
    pub search_ttl: Option<Duration>,
}

/// Finds and makes accounts.
#[derive(Clone, Debug)]
pub struct AccountService {
    pool: PgPool,
    readers: Readers,
    cache: Cache,
    audit: Audit,
    desks: Desks,
    session: SessionService,
    profile_config: Arc<ProfileConfig>,
    config: Arc<AccountConfig>,
    first_looks: listing::FirstLooks,
}

impl AccountService {
    pub(crate) fn new(
        readers: Readers,
        cache: Cache,
        audit: Audit,
        desks: Desks,
        session: SessionService,
        profile_config: Arc<ProfileConfig>,
        config: Arc<AccountConfig>,
    ) -> Self {
        Self {
            pool: readers.primary().clone(),
            readers,
            cache,
            audit,
            desks,
            session,
            profile_config,
            config,
            first_looks: listing::FirstLooks::default(),
        }
    }

    /// The tenant of tokens and events that name none.
    pub fn default_tenant(&self) -> TenantId {
        self.config.default_tenant
    }

    /// Who a token or session names: found by our id, else by the auth-service's. Takes no `Ctx`,
    /// because the answer is what a `Ctx` is made of.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn identify(
        &self,
        tenant: TenantId,
        user_id: Option<UserId>,
        auth_id: AuthId,
        sight: Sight,
    ) -> Result<Option<Person>> {
        if let Some(id) = user_id
            && let Some(person) = self.person_in(tenant, id, sight).await?
        {
            return Ok(Some(person));
        }
        self.cache
            .get_or_load(&by_auth_id(tenant, auth_id), IDENTITY_TTL, || async move {
                store::find_person_by_auth_id(&mut *self.pool.acquire().await?, tenant, auth_id)
                    .await
            })
            .await
    }

    /// Somebody of this tenant whose account is not deleted.
    pub(crate) async fn person_in(
        &self,
        tenant: TenantId,
        id: UserId,
        sight: Sight,
    ) -> Result<Option<Person>> {
        let found = self
            .cache
            .get_near(sight, &by_id(id), IDENTITY_TTL, || async move {
                store::find_person(&mut *self.pool.acquire().await?, id).await
            })
            .await?;
        let found = found.filter(|person: &Arc<Person>| person.tenant_id == tenant);
        Ok(found.map(Arc::unwrap_or_clone))
    }

    /// Who an event names, by either id.
    pub(crate) async fn find_in(
        &self,
        conn: &mut PgConnection,
        tenant: TenantId,
        user_id: Option<UserId>,
        auth_id: Option<AuthId>,
    ) -> Result<Option<Person>> {
        if let Some(id) = user_id
            && let Some(person) = store::find_person(conn, id).await?
            && person.tenant_id == tenant
        {
            return Ok(Some(person));
        }
        match auth_id {
            Some(auth_id) => store::find_person_by_auth_id(conn, tenant, auth_id).await,
            None => Ok(None),
        }
    }

    /// Notes a sign-in at the auth-service. An older one than the last known counts, but moves
    /// no time back.
    pub(crate) async fn record_login_in(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        person: &Person,
    ) -> Result<()> {
        let login = store::update_login(conn, person.tenant_id, person.id, ctx.now).await?;
        // Gone a moment ago.
        let Some(login) = login else {
            return Ok(());
        };
        insight::insert_active_day(conn, person, ctx.now).await?;
        let changes = login.changes();
        self.audit
            .record(
                conn,
                ctx,
                person.tenant_id,
                "auth.login",
                person.id,
                changes,
            )
            .await
    }

    /// Makes sure that a tenant which a service or an event names is there.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn ensure_tenant(&self, ctx: &Ctx, tenant: TenantId) -> Result<()> {
        store::insert_tenant(&mut *self.pool.acquire().await?, tenant, ctx.now)
            .await
            .map(drop)
    }
}

fn by_id(id: UserId) -> CacheKey {
    CacheKey::new("account", id)
}

fn by_auth_id(tenant: TenantId, id: AuthId) -> CacheKey {
    CacheKey::new("auth", format_args!("{tenant}:{id}"))
}

/// The entries that say who somebody is.
/// Everybody in a tenant: changes with every account and profile of it.
pub(crate) fn everybody(tenant: TenantId) -> CacheKey {
    CacheKey::new("search", tenant)
}

pub(crate) fn cache_keys(person: &Person) -> [CacheKey; 2] {
    [
        by_id(person.id),
        by_auth_id(person.tenant_id, person.auth_id),
    ]
}

/// The actor whom a person's token or session makes.
pub fn actor_of(found: Option<Person>, tenant_id: TenantId, auth_id: AuthId) -> Actor {
    found.map_or(Actor::Stranger { auth_id, tenant_id }, Actor::User)
}

#[cfg(test)]
mod tests;
