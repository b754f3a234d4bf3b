//! Settings: theme, language, time zone and e-mail choices. The one truth for them, whatever the door.

use crate::{
    Ctx, SaveOver,
    desk::{Desk, Desks},
    error::{Current, Error, Result},
};
use chrono::{DateTime, Utc};
use contract::settings::{Settings, SettingsDocument, UpdateSettings};
use serde::{Deserialize, Serialize};

/// Settings as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsRecord {
    /// The document.
    pub document: SettingsDocument,
    /// Its version; the `ETag`, and what `If-Match` is compared with.
    pub version: i64,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl SettingsRecord {
    /// The settings themselves.
    pub fn settings(&self) -> &Settings {
        &self.document.settings
    }
}

/// Reads and changes settings.
#[derive(Clone, Debug)]
pub struct SettingsService {
    desks: Desks,
}

impl SettingsService {
    pub(crate) fn new(desks: Desks) -> Self {
        Self { desks }
    }

    /// The caller's own settings.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn get(&self, ctx: &Ctx) -> Result<SettingsRecord> {
        Ok(self.desks.own(ctx).await?.settings.clone())
    }

    /// Changes the caller's own settings. Only over the versions that `over` allows.
    ///
    /// # Errors
    /// `Invalid` (every bad field), `Stale`, and those of `get`.
    pub async fn update(
        &self,
        ctx: &Ctx,
        command: UpdateSettings,
        over: impl Into<SaveOver> + Send,
    ) -> Result<SettingsRecord> {
        ctx.person()?;
        let changes = command.check(self.desks.languages())?;
        let over = over.into();
        let rule = move |_: &Desks, before: &Desk| {
            if !over.allows(before.settings.version) {
                let current = before.settings.settings().clone();
                return Err(Error::stale(Current::Settings(current)));
            }
            let mut after = before.clone();
            after.change_settings(changes.clone());
            Ok(after)
        };
        let saved = self.desks.edit(ctx, "user.settings_updated", rule);
        Ok(saved.await?.settings)
    }
}
