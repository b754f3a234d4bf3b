//! How accounts come to be.

use super::{
    AccountService,
    arrival::{names_of, person_of, view_of},
    store,
};
use crate::{
    Ctx,
    ctx::{Person, Scope},
    desk,
    error::{Error, Result},
    outbox, preference, profile,
};
use contract::{
    ErrorCode, Patch, TenantId,
    account::{CreateUser, NewAccount, RegisteredPerson},
    event::{UserCreated, UserEvent},
    profile::{ProfileView, UpdateProfile},
    settings::SettingsDocument,
};
use sqlx::PgConnection;

/// An account that was asked for: found, or made just now.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Whose it is.
    pub person: Person,
    /// Whether this call made it.
    pub created: bool,
}

impl AccountService {
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
        if let Some(person) = self
            .identify(tenant, None, person.auth_id, crate::cache::Sight::Far)
            .await?
        {
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
        let begun = desk::beginnings(&view, &settings.settings)?;
        self.audit
            .record(conn, ctx, tenant, "user.created", view.id, begun)
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
