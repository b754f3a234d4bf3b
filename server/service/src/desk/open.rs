//! A desk while it is changed: what differs is saved, and told to everybody who follows it.

use super::{
    Desk, Desks, PreferenceEdit, cache_key,
    diff::{self, Differences},
    store,
};
use crate::{
    Ctx, account,
    avatar::{self, GRACE},
    cache::CacheKey,
    error::Result,
    outbox, preference,
    profile::{self, completion},
};
use contract::{
    UploadId, UserId,
    event::{AvatarRemoved, PreferencesUpdated, SettingsUpdated, UserEvent, UserUpdated},
    profile::ProfileView,
};
use sqlx::{PgConnection, Postgres, Transaction};

/// A desk that is being changed.
pub(crate) struct OpenDesk<'a> {
    pub(super) desks: &'a Desks,
    pub(super) tx: Transaction<'static, Postgres>,
    /// As it was found.
    pub(crate) before: Desk,
}

impl OpenDesk<'_> {
    /// For what else is written with the change.
    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Where the picture is another now, the upload that it came from is let go, and those that are
    /// under way with it: whoever chooses a picture, or none, means the newest choice. Gives which
    /// upload it came from.
    pub(crate) async fn let_picture_go(
        &mut self,
        ctx: &Ctx,
        after: &Desk,
    ) -> Result<Option<UploadId>> {
        let view = &self.before.view;
        if view.avatar_url == after.view.avatar_url && view.avatar_urls == after.view.avatar_urls {
            return Ok(None);
        }
        let reason = after.reason_to_let_go();
        let owner = (view.tenant_id, view.id);
        avatar::let_open_go(&mut self.tx, owner, reason, ctx.now).await?;
        match &view.avatar_urls {
            Some(picture) => {
                // What an admin takes away is not to be seen any longer.
                let by_another = ctx.person().is_ok_and(|person| person.id != view.id);
                let due = if by_another { ctx.now } else { ctx.now + GRACE };
                avatar::let_go(&mut self.tx, owner, picture, reason, (ctx.now, due)).await
            }
            None => Ok(None),
        }
    }

    /// Saves what differs, tells followers and the audit log (as `action`). `preferences` are those
    /// that were written on the way. A change that changes nothing moves no version and tells nobody.
    pub(crate) async fn save(
        mut self,
        ctx: &Ctx,
        action: &str,
        mut after: Desk,
        preferences: Vec<PreferenceEdit>,
    ) -> Result<Desk> {
        let found = Differences::between(&self.before, &after, preferences)?;
        if found.is_empty() && self.before.settings.document == after.settings.document {
            self.tx.commit().await?;
            return Ok(self.desks.completed(self.before));
        }
        let gone = self.let_picture_go(ctx, &after).await?;
        if !found.profile.is_empty() {
            if self.desks.config.completion {
                after.view.profile_completed = completion::is_complete(&after.view);
            }
            after.view.version += 1;
            after.view.updated_at = ctx.now;
        }
        if !found.settings.is_empty() {
            after.settings.version += 1;
            after.settings.updated_at = ctx.now;
        }
        store::update_desk(&mut self.tx, &after)
            .await
            .map_err(profile::name_taken)?;
        let (tenant, id) = (after.view.tenant_id, after.view.id);
        let mut events = events(&after.view, &found);
        if self.before.has_picture() && !after.has_picture() {
            let upload_id = gone;
            events.push(UserEvent::AvatarRemoved(AvatarRemoved {
                user_id: id,
                upload_id,
            }));
        }
        for event in events {
            outbox::append(&mut self.tx, ctx, tenant, id, &event).await?;
        }
        let changes = found.all();
        if !changes.is_empty() {
            let audit = &self.desks.audit;
            audit
                .record(&mut self.tx, ctx, tenant, action, id, changes)
                .await?;
        }
        let mut keys = cache_keys(id).to_vec();
        keys.push(account::everybody(tenant));
        let change = self.desks.cache.change(keys);
        self.tx.commit().await?;
        change.made().await;
        tracing::info!(user_id = %id, action, version = after.view.version, "desk saved");
        Ok(self.desks.completed(after))
    }
}

/// Under which the views of a person's desk are in the cache.
pub(super) fn cache_keys(id: UserId) -> [CacheKey; 2] {
    [cache_key(id), preference::cache_key(id)]
}

/// One event for each view that is another now.
fn events(view: &ProfileView, found: &Differences) -> Vec<UserEvent> {
    let mut events = Vec::new();
    if !found.profile.is_empty() {
        events.push(UserEvent::Updated(UserUpdated {
            user_id: view.id,
            changes: diff::told(&found.profile),
            profile: profile::event_profile(view),
        }));
    }
    if !found.settings.is_empty() {
        events.push(UserEvent::SettingsUpdated(SettingsUpdated {
            user_id: view.id,
            changes: diff::told(&found.settings),
        }));
    }
    if !found.preferences.is_empty() {
        events.push(UserEvent::PreferencesUpdated(PreferencesUpdated {
            user_id: view.id,
            changes: found.preferences.iter().map(PreferenceEdit::told).collect(),
        }));
    }
    events
}
