//! A person's desk: their profile, settings and preferences. Language and time zone are seen in all
//! three, theme and e-mail choices in two, so there is one way to change any of it: open the desk,
//! change what is on it, save. Whatever the door, the same followers are told the same.

mod diff;
mod edit;
mod kept;
mod looks;
mod open;
mod saving;
pub(crate) mod store;

use crate::{
    Ctx,
    adapters::postgres::Warm,
    audit::{self, Audit, Target},
    cache::{Cache, CacheKey, Sight},
    error::{Error, Result},
    profile::{ProfileConfig, completion},
    settings::SettingsRecord,
    together::{Lanes, Rounds},
};
use contract::{
    Language, TenantId, UserId,
    avatar::UploadReason,
    profile::{AvatarUrls, ProfileChanges, ProfileView},
    settings::SettingsChanges,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use std::sync::Arc;

use edit::Edit;
use looks::Looks;

pub(crate) use diff::{PreferenceEdit, beginnings};
pub use kept::KeptDesk;
pub(crate) use open::OpenDesk;

/// A person's profile and settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// The profile.
    pub view: ProfileView,
    /// The settings, which are the one truth for the profile's language and time zone.
    pub settings: SettingsRecord,
}

impl Desk {
    pub(crate) fn change_profile(&mut self, changes: ProfileChanges) {
        let document = &mut self.settings.document;
        document.language_chosen |= changes.language.value().is_some();
        self.view = diff::apply(self.view.clone(), changes);
        document.settings.language = self.view.language;
        document.settings.timezone.clone_from(&self.view.timezone);
    }

    /// Gives the person an uploaded picture, or takes away what they have.
    pub(crate) fn set_picture(&mut self, urls: Option<AvatarUrls>) {
        self.view.avatar_url = urls.as_ref().map(|urls| urls.large.clone());
        self.view.avatar_urls = urls;
    }

    /// Why an upload does not count for whoever has this picture.
    pub(crate) fn reason_to_let_go(&self) -> UploadReason {
        if self.has_picture() {
            UploadReason::Superseded
        } else {
            UploadReason::Removed
        }
    }

    /// Whether the person has a picture, uploaded or by address.
    pub(crate) fn has_picture(&self) -> bool {
        self.view.avatar_url.is_some() || self.view.avatar_urls.is_some()
    }

    /// Sets the language wherever it is seen; by somebody's choice or as a default.
    pub(crate) fn set_language(&mut self, language: Language, is_chosen: bool) {
        self.view.language = language;
        self.settings.document.settings.language = language;
        self.settings.document.language_chosen = is_chosen;
    }

    pub(crate) fn change_settings(&mut self, changes: SettingsChanges) {
        let document = &mut self.settings.document;
        document.language_chosen |= changes.language.value().is_some();
        document.settings = changes.apply(std::mem::take(&mut document.settings));
        self.view.language = document.settings.language;
        self.view.timezone.clone_from(&document.settings.timezone);
    }
}

/// Finds and opens desks.
#[derive(Clone, Debug)]
pub(crate) struct Desks {
    pool: PgPool,
    warm: Warm,
    cache: Cache,
    audit: Audit,
    config: Arc<ProfileConfig>,
    looks: Looks,
    /// Whoever edits their desk.
    lanes: Lanes<UserId>,
    rounds: Rounds<Edit, Desk>,
}

impl Desks {
    pub(crate) fn new(
        pool: PgPool,
        warm: Warm,
        cache: Cache,
        audit: Audit,
        config: Arc<ProfileConfig>,
    ) -> Self {
        Self {
            looks: Looks::new(),
            lanes: Lanes::new(),
            rounds: Rounds::new(),
            pool,
            warm,
            cache,
            audit,
            config,
        }
    }

    /// Where else a desk's owner is asked about.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Where it is told who changed a desk, and who looked at somebody else's.
    pub(crate) fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Tells that somebody has read of somebody else.
    pub(crate) async fn tell_read(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        id: UserId,
        action: &str,
    ) -> Result<()> {
        let target = Target::user(id);
        self.audit
            .read(ctx, tenant, action, target, Vec::new())
            .await
    }

    /// The languages on offer.
    pub(crate) fn languages(&self) -> &[Language] {
        &self.config.languages
    }

    /// The caller's own desk.
    pub(crate) async fn own(&self, ctx: &Ctx) -> Result<Arc<KeptDesk>> {
        let person = ctx.person()?;
        self.find(ctx.sight, person.tenant_id, person.id)
            .await?
            .ok_or(Error::UserNotFound)
    }

    /// Somebody's desk, from the cache where it is there.
    pub(crate) async fn find(
        &self,
        sight: Sight,
        tenant: TenantId,
        id: UserId,
    ) -> Result<Option<Arc<KeptDesk>>> {
        let found: Option<Arc<KeptDesk>> = self
            .cache
            .get_near(
                sight,
                &cache_key(id),
                self.config.cache_ttl,
                || async move {
                    let mut conn = self.pool.acquire().await?;
                    let found = store::find_desk(&mut conn, id).await?;
                    Ok(found.map(|desk| self.completed(desk).into()))
                },
            )
            .await?;
        Ok(found.filter(|desk| desk.view.tenant_id == tenant))
    }

    /// Has the cache forget somebody's profile that is known to be an old one: whoever has changed it has
    /// committed, and is about to tell the cache the same.
    pub(crate) async fn forget(&self, id: UserId) {
        self.cache.change([cache_key(id)]).made().await;
    }

    /// Opens somebody's desk to change it; nobody else can until it is saved or let go.
    pub(crate) async fn open(&self, tenant: TenantId, id: UserId) -> Result<OpenDesk<'_>> {
        let mut tx = self.pool.begin().await?;
        let before = self.lock(&mut tx, tenant, id).await?;
        Ok(self.adopt(tx, before.ok_or(Error::UserNotFound)?))
    }

    /// Keeps somebody's desk from others in a transaction that has begun already.
    pub(crate) async fn lock(
        &self,
        conn: &mut PgConnection,
        tenant: TenantId,
        id: UserId,
    ) -> Result<Option<Desk>> {
        store::lock_desk(conn, tenant, id).await
    }

    /// Opens a desk that this transaction has locked; saving it commits.
    pub(crate) fn adopt(&self, tx: Transaction<'static, Postgres>, before: Desk) -> OpenDesk<'_> {
        OpenDesk {
            desks: self,
            tx,
            before,
        }
    }

    /// The desk as callers see it, completion included.
    pub(crate) fn completed(&self, mut desk: Desk) -> Desk {
        desk.view = self.completed_view(desk.view);
        desk
    }

    /// The same of a profile alone.
    pub(crate) fn completed_view(&self, mut view: ProfileView) -> ProfileView {
        if self.config.completion {
            let completion = completion::completion(&view);
            view.profile_completion_percentage = Some(completion.percentage);
            view.profile_completion = Some(completion);
        }
        view
    }
}

/// What changes with every change of a person's desk.
pub(crate) fn cache_key(id: UserId) -> CacheKey {
    CacheKey::new("profile", id)
}

/// A changed field of the audit log.
fn changed(field: impl Into<String>, before: Value, after: Value) -> audit::Change {
    audit::Change {
        field: field.into(),
        before,
        after,
    }
}

#[cfg(test)]
mod tests;
