//! Profiles: reading and changing what a person says of themselves.

pub mod completion;
mod store;

use crate::{
    Ctx, SaveOver,
    cache::CacheKey,
    ctx::{Person, Scope},
    desk::{self, Desk, Desks, KeptDesk},
    error::{Current, Error, Result},
};
use contract::{
    ErrorCode, FieldCode, FieldError, FieldErrors, Language, Patch, UserId,
    event::EventProfile,
    profile::{ProfileView, UpdateProfile},
    stats::UserStats,
};
use std::{sync::Arc, time::Duration};
use storage::Storage;
use tokio_util::sync::CancellationToken;

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
    desks: Desks,
    storage: Storage,
}

impl ProfileService {
    #[cfg(test)]
    pub(crate) fn desks(&self) -> &Desks {
        &self.desks
    }

    pub(crate) fn new(desks: Desks, storage: Storage) -> Self {
        Self { desks, storage }
    }

    /// The caller's own profile.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn me(&self, ctx: &Ctx) -> Result<ProfileView> {
        Ok(self.desk(ctx).await?.view.clone())
    }

    /// The same with the caller's settings, at no more cost.
    ///
    /// # Errors
    /// Those of `me`.
    pub async fn desk(&self, ctx: &Ctx) -> Result<Arc<KeptDesk>> {
        self.desks.own(ctx).await
    }

    /// Somebody's full profile: for themselves, admins of the tenant, and services with `users:read`.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden` (whether or not the person exists), `NotFound`, `Unavailable`.
    pub async fn get(&self, ctx: &Ctx, id: UserId) -> Result<ProfileView> {
        let tenant = ctx.owner_admin_or(id, Scope::UsersRead)?;
        let found = self.desks.find(ctx.sight, tenant, id).await?;
        let desk = found.ok_or(Error::NotFound)?;
        self.desks.tell_read(ctx, tenant, id, "user.read").await?;
        Ok(desk.view.clone())
    }

    /// Changes the caller's own profile. Only over the versions that `over` allows.
    /// A change that changes nothing moves no version and tells nobody.
    ///
    /// # Errors
    /// `Invalid` (every bad field), `Conflict` (`username_taken`), `Stale`, and those of `me`.
    pub async fn update(
        &self,
        ctx: &Ctx,
        mut command: UpdateProfile,
        over: impl Into<SaveOver> + Send,
    ) -> Result<ProfileView> {
        ctx.person()?;
        let kept = self.take_own_address(&mut command);
        let changes = command.check(self.desks.languages())?;
        // Spelled otherwise it may have become ours only now.
        let kept = kept.or_else(|| own_address(&self.storage, &changes.avatar_url).cloned());
        let over = over.into();
        let rule = move |desks: &Desks, before: &Desk| {
            if !over.allows(before.view.version) {
                let current = desks.completed(before.clone()).view;
                return Err(Error::stale(Current::Profile(current)));
            }
            if kept.is_some() && kept != before.view.avatar_url {
                let fault = FieldError::new("avatarUrl", FieldCode::InvalidUrl);
                return Err(Error::Invalid(FieldErrors::one(fault)));
            }
            let mut after = before.clone();
            after.change_profile(changes.clone());
            Ok(after)
        };
        let saved = self.desks.edit(ctx, "user.updated", rule).await?;
        Ok(saved.view)
    }

    /// Has changes of one moment made together until asked to stop; once a process.
    pub(crate) async fn gather(&self, stop: &CancellationToken) {
        self.desks.gather(stop).await;
    }

    /// The address of a picture that was uploaded here can be sent back as it was read, but not be
    /// given by hand: its files go when its upload does.
    fn take_own_address(&self, command: &mut UpdateProfile) -> Option<String> {
        own_address(&self.storage, &command.avatar_url)?;
        std::mem::take(&mut command.avatar_url).into_value()
    }

    /// A person in numbers: for themselves, admins of the tenant, and services with `users:read`.
    ///
    /// # Errors
    /// Those of `get`.
    pub async fn stats(&self, ctx: &Ctx, id: UserId) -> Result<UserStats> {
        let tenant = ctx.owner_admin_or(id, Scope::UsersRead)?;
        let desk = self
            .desks
            .find(ctx.sight, tenant, id)
            .await?
            .ok_or(Error::NotFound)?;
        let mut conn = self.desks.pool().acquire().await?;
        let stats = store::find_stats(&mut conn, tenant, id).await?;
        drop(conn);
        let stats = stats.ok_or(Error::NotFound)?;
        let action = "user.stats_read";
        self.desks.tell_read(ctx, tenant, id, action).await?;
        Ok(UserStats {
            profile_completion_percentage: desk.view.profile_completion_percentage,
            ..stats
        })
    }
}

/// Every entry that shows a person.
pub(crate) fn cache_keys(person: &Person) -> [CacheKey; 4] {
    let [by_id, by_auth_id] = crate::account::cache_keys(person);
    let everybody = crate::account::everybody(person.tenant_id);
    [desk::cache_key(person.id), by_id, by_auth_id, everybody]
}

/// The part of a profile that travels with events.
pub(crate) fn event_profile(view: &ProfileView) -> EventProfile {
    EventProfile {
        first_name: view.first_name.clone(),
        last_name: view.last_name.clone(),
        display_name: view.display_name.clone(),
        avatar_url: view.avatar_url.clone(),
    }
}

/// The race for a username is settled by the constraint.
pub(crate) fn name_taken(error: sqlx::Error) -> Error {
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

/// The address, if it is one of a picture that was uploaded here. To be asked of what was sent, and
/// again of what is made of that: in other spellings it is the same.
pub(crate) fn own_address<'a>(storage: &Storage, address: &'a Patch<String>) -> Option<&'a String> {
    address
        .value()
        .filter(|url| storage.public_key(url).is_some())
}

#[cfg(test)]
mod tests;
