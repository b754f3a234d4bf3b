//! What a change of a desk comes to: the desk to save, and who is told what.

use super::{
    Desk, PreferenceEdit,
    diff::{self, Differences},
};
use crate::{
    Ctx,
    audit::{self, Deed, Target},
    error::Result,
    outbox::Tidings,
    profile::{self, ProfileConfig, completion},
};
use contract::{
    UploadId,
    event::{AvatarRemoved, PreferencesUpdated, SettingsUpdated, UserEvent, UserUpdated},
    profile::ProfileView,
};

/// A desk that is another now, and what is to be told of it.
pub(super) struct Saving {
    pub(super) after: Desk,
    /// Whether the settings or preferences may be others, too.
    pub(super) moves_preferences: bool,
    events: Vec<UserEvent>,
    changes: Vec<audit::Change>,
}

impl Saving {
    /// None where nothing differs. `preferences` are those that were written on the way.
    pub(super) fn between(
        config: &ProfileConfig,
        ctx: &Ctx,
        before: &Desk,
        mut after: Desk,
        preferences: Vec<PreferenceEdit>,
    ) -> Result<Option<Self>> {
        let moves_settings = before.settings.document != after.settings.document;
        let moves_preferences = moves_settings || !preferences.is_empty();
        let found = Differences::between(before, &after, preferences)?;
        if found.is_empty() && !moves_settings {
            return Ok(None);
        }
        if !found.profile.is_empty() {
            if config.completion {
                after.view.profile_completed = completion::is_complete(&after.view);
            }
            after.view.version += 1;
            after.view.updated_at = ctx.now;
        }
        if !found.settings.is_empty() {
            after.settings.version += 1;
            after.settings.updated_at = ctx.now;
        }
        Ok(Some(Self {
            events: events(&after.view, &found),
            changes: found.all(),
            moves_preferences,
            after,
        }))
    }

    /// The person has no picture any longer; which upload it came from, if from one.
    pub(super) fn without_picture(&mut self, upload_id: Option<UploadId>) {
        self.events.push(UserEvent::AvatarRemoved(AvatarRemoved {
            user_id: self.after.view.id,
            upload_id,
        }));
    }

    /// How many events it makes.
    pub(super) fn event_count(&self) -> i64 {
        i64::try_from(self.events.len()).unwrap_or(i64::MAX)
    }

    /// What followers are told.
    pub(super) fn tidings<'a>(&'a self, ctx: &'a Ctx) -> impl Iterator<Item = Tidings<'a>> {
        let view = &self.after.view;
        self.events.iter().map(move |event| Tidings {
            ctx,
            tenant: view.tenant_id,
            user: view.id,
            event,
        })
    }

    /// What the audit log is told, if anything.
    pub(super) fn deed<'a>(&mut self, ctx: &'a Ctx, action: &'a str) -> Option<Deed<'a>> {
        let changes = std::mem::take(&mut self.changes);
        let view = &self.after.view;
        (!changes.is_empty()).then(|| Deed {
            ctx,
            tenant: view.tenant_id,
            action,
            target: Target::user(view.id),
            changes,
        })
    }
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
