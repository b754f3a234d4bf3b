//! Profiles: reading and changing what a person says of themselves.

pub mod completion;
mod diff;
pub(crate) mod store;

use crate::{
    Ctx,
    audit::Audit,
    cache::{Cache, CacheKey},
    ctx::{Person, Scope},
    error::{Error, Result},
    outbox,
};
use contract::{
    ErrorCode, Language, TenantId, UserId,
    event::{EventProfile, UserEvent, UserUpdated},
    profile::{ProfileView, UpdateProfile},
};
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};

/// What the deployment says of profiles.
#[derive(Clone, Debug)]
pub struct ProfileConfig {
    /// `SUPPORTED_LANGUAGES`
    pub languages: Vec<Language>,
    /// `ENABLE_PROFILE_COMPLETION_TRACKING`
    pub completion: bool,
    /// `CACHE_TTL_USER_PROFILE`
    pub cache_ttl: Duration,
}

/// Reads and changes profiles.
#[derive(Clone, Debug)]
pub struct ProfileService {
    pool: PgPool,
    cache: Cache,
    audit: Audit,
    config: Arc<ProfileConfig>,
}

impl ProfileService {
    pub(crate) fn new(
        pool: PgPool,
        cache: Cache,
        audit: Audit,
        config: Arc<ProfileConfig>,
    ) -> Self {
        Self {
            pool,
            cache,
            audit,
            config,
        }
    }

    /// The caller's own profile.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn me(&self, ctx: &Ctx) -> Result<ProfileView> {
        let person = ctx.person()?;
        self.load(person.tenant_id, person.id)
            .await?
            .ok_or(Error::UserNotFound)
    }

    /// Somebody's full profile: for themselves, admins of the tenant, and services with `users:read`.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden` (whether or not the person exists), `NotFound`, `Unavailable`.
    pub async fn get(&self, ctx: &Ctx, id: UserId) -> Result<ProfileView> {
        let tenant = ctx.owner_admin_or(id, Scope::UsersRead)?;
        self.load(tenant, id).await?.ok_or(Error::NotFound)
    }

    /// Changes the caller's own profile. With `if_match`, only if its version is still that one.
    /// A change that changes nothing moves no version and tells nobody.
    ///
    /// # Errors
    /// `Invalid` (every bad field), `Conflict` (`username_taken`), `Stale`, and those of `me`.
    pub async fn update(
        &self,
        ctx: &Ctx,
        command: UpdateProfile,
        if_match: Option<i64>,
    ) -> Result<ProfileView> {
        let person = ctx.person()?;
        let changes = command.check(&self.config.languages)?;
        let mut tx = self.pool.begin().await?;
        let before = store::lock_profile(&mut tx, person.tenant_id, person.id)
            .await?
            .ok_or(Error::UserNotFound)?;
        if if_match.is_some_and(|version| version != before.version) {
            return Err(Error::Stale(Box::new(self.completed(before))));
        }
        let mut after = diff::apply(before.clone(), changes);
        let differences = diff::changes(&before, &after)?;
        if differences.is_empty() {
            return Ok(self.completed(before));
        }
        if self.config.completion {
            after.profile_completed = completion::is_complete(&after);
        }
        after.version += 1;
        after.updated_at = ctx.now;
        store::update_profile(&mut tx, &after)
            .await
            .map_err(name_taken)?;
        let told = UserEvent::Updated(UserUpdated {
            user_id: after.id,
            changes: diff::told(&differences),
            profile: event_profile(&after),
        });
        outbox::append(&mut tx, ctx, person.tenant_id, person.id, &told).await?;
        self.audit
            .record(
                &mut tx,
                ctx,
                person.tenant_id,
                "user.updated",
                person.id,
                differences,
            )
            .await?;
        let change = self.cache.change([cache_key(person.id)]);
        tx.commit().await?;
        change.made().await;
        tracing::info!(user_id = %person.id, version = after.version, "profile updated");
        Ok(self.completed(after))
    }

    /// The profile as the caller of a change sees it, completion included.
    pub(crate) fn completed(&self, mut view: ProfileView) -> ProfileView {
        if self.config.completion {
            let completion = completion::completion(&view);
            view.profile_completion_percentage = Some(completion.percentage);
            view.profile_completion = Some(completion);
        }
        view
    }

    async fn load(&self, tenant: TenantId, id: UserId) -> Result<Option<ProfileView>> {
        let found = self
            .cache
            .get_or_load(&cache_key(id), self.config.cache_ttl, async {
                let mut conn = self.pool.acquire().await?;
                Ok(store::find_profile(&mut conn, id)
                    .await?
                    .map(|view| self.completed(view)))
            })
            .await?;
        Ok(found.filter(|view| view.tenant_id == tenant))
    }
}

/// What changes with every change of a person's row.
pub(crate) fn cache_key(id: UserId) -> CacheKey {
    CacheKey::new("profile", id)
}

/// Every entry that shows a person.
pub(crate) fn cache_keys(person: &Person) -> [CacheKey; 3] {
    let [by_id, by_auth_id] = crate::account::cache_keys(person);
    [cache_key(person.id), by_id, by_auth_id]
}

/// The part of a profile that travels with events.
pub(crate) fn event_profile(view: &ProfileView) -> EventProfile {
    EventProfile {
        first_name: view.first_name.clone(),
        last_name: view.last_name.clone(),
        display_name: view.display_name.clone(),
        avatar_url: view
            .avatar_urls
            .as_ref()
            .map(|urls| urls.medium.clone())
            .or_else(|| view.avatar_url.clone()),
    }
}

/// The race for a username is settled by the constraint.
fn name_taken(error: sqlx::Error) -> Error {
    let constraint = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::constraint);
    if constraint == Some("users_tenant_username_key") {
        return username_taken();
    }
    error.into()
}

/// Somebody else has the username.
pub(crate) fn username_taken() -> Error {
    Error::taken(
        ErrorCode::UsernameTaken,
        "username",
        "Username is already taken",
    )
}

#[cfg(test)]
mod tests;
