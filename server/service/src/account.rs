//! Identity: who somebody is here, what they may do, where the account stands; and how accounts
//! come to be.

mod arrival;
mod store;

use crate::{
    Ctx,
    audit::Audit,
    cache::{Cache, CacheKey},
    ctx::{Actor, Person, Scope},
    desk::{self, Desks},
    error::{Error, Result},
    outbox, preference,
    profile::{self, ProfileConfig},
};
use arrival::{names_of, person_of, view_of};
use contract::{
    AuthId, ErrorCode, Patch, TenantId, UserId,
    account::{CreateUser, NewAccount, RegisteredPerson},
    event::{UserCreated, UserEvent},
    profile::{ProfileView, UpdateProfile},
    settings::SettingsDocument,
};
use sqlx::{PgConnection, PgPool};
use std::{sync::Arc, time::Duration};

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
}

/// Finds and makes accounts.
#[derive(Clone, Debug)]
pub struct AccountService {
    pool: PgPool,
    cache: Cache,
    audit: Audit,
    desks: Desks,
    profile_config: Arc<ProfileConfig>,
    config: Arc<AccountConfig>,
}

/// An account that was asked for: found, or made just now.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Whose it is.
    pub person: Person,
    /// Whether this call made it.
    pub created: bool,
}

impl AccountService {
    pub(crate) fn new(
        pool: PgPool,
        cache: Cache,
        audit: Audit,
        desks: Desks,
        profile_config: Arc<ProfileConfig>,
        config: Arc<AccountConfig>,
    ) -> Self {
        Self {
            pool,
            cache,
            audit,
            desks,
            profile_config,
            config,
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
    ) -> Result<Option<Person>> {
        if let Some(id) = user_id
            && let Some(person) = self.person_in(tenant, id).await?
        {
            return Ok(Some(person));
        }
        self.cache
            .get_or_load(&by_auth_id(tenant, auth_id), IDENTITY_TTL, async {
                store::find_person_by_auth_id(&mut *self.pool.acquire().await?, tenant, auth_id)
                    .await
            })
            .await
    }

    /// Somebody of this tenant whose account is not deleted.
    pub(crate) async fn person_in(&self, tenant: TenantId, id: UserId) -> Result<Option<Person>> {
        let found = self
            .cache
            .get_or_load(&by_id(id), IDENTITY_TTL, async {
                store::find_person(&mut *self.pool.acquire().await?, id).await
            })
            .await?;
        Ok(found.filter(|person| person.tenant_id == tenant))
    }

    /// Creates an account (`POST /users`): for admins and services with `users:write`.
    ///
    /// # Errors
    /// `Invalid` (every bad field), `Conflict` (`auth_id_taken`, `email_taken`, `username_taken`),
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn create(&self, ctx: &Ctx, command: CreateUser) -> Result<ProfileView> {
        let tenant = ctx.admin_or(Scope::UsersWrite)?;
        let account = command.check(&self.profile_config.languages)?;
        let mut tx = self.pool.begin().await?;
        let chosen = account.profile.rest.language.value().is_some();
        let view = match self.insert(&mut tx, ctx, tenant, account, chosen).await? {
            Inserted::New(view) => view,
            Inserted::Clash(error) => return Err(error),
        };
        let change = self.cache.change(profile::cache_keys(&person_of(&view)));
        tx.commit().await?;
        change.made().await;
        Ok(*view)
    }

    /// Finds or makes the account of somebody who signs in.
    ///
    /// # Errors
    /// `FeatureDisabled` where there is no account and registration is closed, `Invalid`,
    /// `Conflict` (`email_taken`), `Unavailable`.
    pub async fn sign_in(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        person: RegisteredPerson,
    ) -> Result<Registered> {
        if let Some(person) = self.identify(tenant, None, person.auth_id).await? {
            return Ok(Registered {
                person,
                created: false,
            });
        }
        let mut tx = self.pool.begin().await?;
        let registered = self.register_in(&mut tx, ctx, tenant, person).await?;
        let change = self.cache.change(profile::cache_keys(&registered.person));
        tx.commit().await?;
        change.made().await;
        Ok(registered)
    }

    /// The same within somebody else's transaction, which changes `cache_keys`.
    pub(crate) async fn register_in(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        person: RegisteredPerson,
    ) -> Result<Registered> {
        if let Some(person) = store::find_person_by_auth_id(conn, tenant, person.auth_id).await? {
            return Ok(Registered {
                person,
                created: false,
            });
        }
        if !self.config.registration {
            return Err(Error::FeatureDisabled);
        }
        let auth_id = person.auth_id;
        let (first_name, last_name) = names_of(&person);
        let account = CreateUser {
            auth_id: Some(auth_id),
            email: Some(person.email),
            role: person.role,
            email_verified: person.email_verified,
            profile: UpdateProfile {
                first_name: Patch::Set(first_name),
                last_name: Patch::Set(last_name),
                language: person
                    .language
                    .filter(|l| self.profile_config.languages.contains(l))
                    .map_or(Patch::Keep, Patch::Set),
                ..UpdateProfile::default()
            },
        }
        .check(&self.profile_config.languages)?;
        // What the auth-service says of the language is a default: nobody has chosen here yet.
        match self.insert(conn, ctx, tenant, account, false).await? {
            Inserted::New(view) => Ok(Registered {
                person: person_of(&view),
                created: true,
            }),
            // Somebody else made the same account a moment ago: that is as good.
            Inserted::Clash(error) => {
                match store::find_person_by_auth_id(conn, tenant, auth_id).await? {
                    Some(person) => Ok(Registered {
                        person,
                        created: false,
                    }),
                    None => Err(error),
                }
            }
        }
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
        store::update_login(conn, person.tenant_id, person.id, ctx.now).await
    }

    /// Makes sure that a tenant which a service or an event names is there.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn ensure_tenant(&self, ctx: &Ctx, tenant: TenantId) -> Result<()> {
        store::insert_tenant(&mut *self.pool.acquire().await?, tenant, ctx.now).await
    }

    async fn insert(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        new: NewAccount,
        language_chosen: bool,
    ) -> Result<Inserted> {
        store::insert_tenant(conn, tenant, ctx.now).await?;
        let (view, settings) = view_of(ctx, tenant, new, &self.profile_config);
        let settings = SettingsDocument::new(settings, language_chosen);
        if !store::insert_user(conn, &view).await? {
            return Ok(Inserted::Clash(clash(conn, &view).await?));
        }
        desk::store::insert_profile(conn, &view, &settings).await?;
        preference::store::insert_defaults(conn, ctx, tenant, view.id).await?;
        let told = UserEvent::Created(UserCreated {
            user_id: view.id,
            auth_id: view.auth_id,
            email: view.email.clone(),
            role: view.role,
            profile: profile::event_profile(&view),
        });
        outbox::append(conn, ctx, tenant, view.id, &told).await?;
        self.audit
            .record(conn, ctx, tenant, "user.created", view.id, Vec::new())
            .await?;
        metrics::counter!("user_service_registrations_total").increment(1);
        tracing::info!(user_id = %view.id, "account created");
        Ok(Inserted::New(Box::new(self.desks.completed_view(view))))
    }
}

enum Inserted {
    New(Box<ProfileView>),
    /// A unique value is taken. The transaction goes on.
    Clash(Error),
}

/// Which unique value it was.
async fn clash(conn: &mut PgConnection, view: &ProfileView) -> Result<Error> {
    let taken = store::find_taken(conn, view).await?;
    Ok(if taken.auth_id {
        Error::taken(
            ErrorCode::AuthIdTaken,
            "authId",
            "User already exists with this auth ID",
        )
    } else if taken.email {
        Error::taken(
            ErrorCode::EmailTaken,
            "email",
            "Email address is already registered",
        )
    } else {
        profile::username_taken()
    })
}

fn by_id(id: UserId) -> CacheKey {
    CacheKey::new("account", id)
}

fn by_auth_id(tenant: TenantId, id: AuthId) -> CacheKey {
    CacheKey::new("auth", format_args!("{tenant}:{id}"))
}

/// The entries that say who somebody is.
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
