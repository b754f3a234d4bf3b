//! Preferences: small values by category and key. A new account starts with the defaults. Some are
//! views of settings: what is written here is seen there, and the other way round.

pub(crate) mod store;
pub(crate) mod view;

use crate::{
    Ctx,
    cache::{Cache, CacheKey},
    ctx::{Person, Scope},
    desk::{self, Desks, OpenDesk, PreferenceEdit},
    error::{Error, Result},
};
use contract::{
    FieldCode, FieldError, FieldErrors, TenantId, UserId,
    limits::PREFERENCES_MAX,
    preference::{PreferenceCategory, PreferenceEntry, PreferenceView, UpsertPreferences},
    settings::UpdateSettings,
};
use sqlx::PgPool;
use std::{collections::HashMap, time::Duration};

/// Two reads of one moment.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// The list in the body of a PUT.
const LIST: &str = "preferences";

/// What the deployment says of preferences.
#[derive(Clone, Debug)]
pub struct PreferenceConfig {
    /// `CACHE_TTL_USER_PREFERENCES`; none where `ENABLE_PREFERENCE_CACHING` is off.
    pub cache_ttl: Option<Duration>,
}

/// Reads and changes preferences.
#[derive(Clone, Debug)]
pub struct PreferenceService {
    pool: PgPool,
    cache: Cache,
    desks: Desks,
    config: PreferenceConfig,
}

impl PreferenceService {
    pub(crate) fn new(pool: PgPool, cache: Cache, desks: Desks, config: PreferenceConfig) -> Self {
        Self {
            pool,
            cache,
            desks,
            config,
        }
    }

    /// Every preference of somebody, by category and key: for themselves, admins of the tenant, and
    /// services with `users:read`.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound`, `Unavailable`.
    pub async fn list(&self, ctx: &Ctx, id: UserId) -> Result<Vec<PreferenceView>> {
        let tenant = ctx.owner_admin_or(id, Scope::UsersRead)?;
        let found = match self.config.cache_ttl {
            Some(ttl) => {
                let key = cache_key(id);
                self.cache.get_or_load(&key, ttl, || self.load(id)).await?
            }
            None => self.load(id).await?,
        };
        let (_, preferences) = found
            .filter(|(whose, _)| *whose == tenant)
            .ok_or(Error::NotFound)?;
        let action = "preferences.read";
        self.desks.tell_read(ctx, tenant, id, action).await?;
        Ok(preferences)
    }

    /// Settings and rows of one moment, so that nobody sees half of a PUT.
    async fn load(&self, id: UserId) -> Result<Option<(TenantId, Vec<PreferenceView>)>> {
        let mut tx = self.pool.begin_with(SNAPSHOT).await?;
        let Some(desk) = desk::store::find_desk(&mut tx, id).await? else {
            return Ok(None);
        };
        let tenant = desk.view.tenant_id;
        let stored = store::list_preferences(&mut tx, tenant, id).await?;
        tx.commit().await?;
        Ok(Some((tenant, view::all(&desk, stored))))
    }

    /// The same of one category.
    ///
    /// # Errors
    /// Those of `list`.
    pub async fn list_category(
        &self,
        ctx: &Ctx,
        id: UserId,
        category: PreferenceCategory,
    ) -> Result<Vec<PreferenceView>> {
        let mut preferences = self.list(ctx, id).await?;
        preferences.retain(|preference| preference.category == category);
        Ok(preferences)
    }

    /// Sets values of one category of the caller's own: all of them or, where one is wrong, none.
    /// Gives the whole category.
    ///
    /// # Errors
    /// `Invalid` (every bad field), and those of `list`.
    pub async fn upsert(
        &self,
        ctx: &Ctx,
        id: UserId,
        command: UpsertPreferences,
    ) -> Result<Vec<PreferenceView>> {
        let person = ctx.owner(id)?;
        let category = command.category;
        let mut settings = UpdateSettings::default();
        let mut errors = FieldErrors::default();
        let mut plain = Vec::new();
        let names: Vec<_> = command.entries.iter().map(|e| e.key.clone()).collect();
        for (i, entry) in command.entries.into_iter().enumerate() {
            match view::set(&mut settings, category, &entry) {
                Some(Ok(())) => {}
                Some(Err(code)) => {
                    errors.push(FieldError::new(format!("{LIST}[{i}].value"), code));
                }
                None => plain.push(entry),
            }
        }
        let changes = settings
            .check(self.desks.languages())
            .map_err(|wrong| errors.merge(view::as_preferences(wrong, category, &names)))
            .unwrap_or_default();
        errors.into_result(())?;
        let mut open = self.desks.open(person.tenant_id, person.id).await?;
        let mut after = open.before.clone();
        after.change_settings(changes);
        let edits = self.write(&mut open, ctx, person, category, plain).await?;
        open.save(ctx, "user.preferences_updated", after, edits)
            .await?;
        self.list_category(ctx, id, category).await
    }

    async fn write(
        &self,
        open: &mut OpenDesk<'_>,
        ctx: &Ctx,
        person: &Person,
        category: PreferenceCategory,
        entries: Vec<PreferenceEntry>,
    ) -> Result<Vec<PreferenceEdit>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let tenant = person.tenant_id;
        // The desk is locked: nobody else writes preferences of this person meanwhile.
        let stored = store::list_preferences(open.conn(), tenant, person.id).await?;
        let known: HashMap<_, _> = stored
            .iter()
            .filter(|row| row.category == category)
            .map(|row| (row.key.as_str(), &row.value))
            .collect();
        let edits: Vec<_> = entries
            .into_iter()
            .map(|entry| PreferenceEdit {
                category,
                before: known.get(entry.key.as_str()).map(|value| (*value).clone()),
                key: entry.key,
                after: Some(entry.value),
            })
            .filter(|edit| edit.before != edit.after)
            .collect();
        let new = edits.iter().filter(|edit| edit.before.is_none()).count();
        if stored.len() + view::COUNT + new > PREFERENCES_MAX {
            let error = FieldError::with_limit(LIST, FieldCode::TooMany, PREFERENCES_MAX);
            return Err(FieldErrors::one(error).into());
        }
        store::upsert_preferences(open.conn(), ctx, person, &edits).await?;
        Ok(edits)
    }

    /// Deletes one preference of the caller's own. A view of a setting cannot be gone: it goes back
    /// to what a new account has.
    ///
    /// # Errors
    /// `Invalid` (the key), `NotFound` where there is none of this key, and those of `list`.
    pub async fn remove(
        &self,
        ctx: &Ctx,
        id: UserId,
        category: PreferenceCategory,
        key: &str,
    ) -> Result<()> {
        let person = ctx.owner(id)?;
        let mut open = self.desks.open(person.tenant_id, person.id).await?;
        let mut after = open.before.clone();
        let mut edits = Vec::new();
        if let Some(reset) = view::reset(category, key) {
            reset(&mut after, self.desks.languages());
        } else {
            let value = store::delete_preference(open.conn(), person, category, key).await?;
            edits.push(PreferenceEdit {
                category,
                key: key.to_owned(),
                before: Some(value.ok_or(Error::NotFound)?),
                after: None,
            });
        }
        open.save(ctx, "user.preferences_updated", after, edits)
            .await?;
        Ok(())
    }
}

/// What changes with every change of a person's settings and preferences.
pub(crate) fn cache_key(id: UserId) -> CacheKey {
    CacheKey::new("preferences", id)
}

#[cfg(test)]
mod tests;
