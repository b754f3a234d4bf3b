//! A desk while it is changed: what differs is saved, and told to everybody who follows it.

use super::{
    Desk, Desks, PreferenceEdit, cache_key,
    saving::Saving,
    store::{self, Seen},
};
use crate::{
    Ctx, account,
    avatar::{self, GRACE},
    cache,
    error::{Error, Result},
    preference,
    told::store::Told,
};
use contract::{UploadId, UserId};
use sqlx::{PgConnection, Postgres, Transaction};
use std::collections::HashSet;

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
        after: Desk,
        preferences: Vec<PreferenceEdit>,
    ) -> Result<Desk> {
        let desks = self.desks;
        let saving = Saving::between(&desks.config, ctx, &self.before, after, preferences)?;
        let Some(mut saving) = saving else {
            self.tx.commit().await?;
            return Ok(desks.completed(self.before));
        };
        let gone = self.let_picture_go(ctx, &saving.after).await?;
        if self.before.has_picture() && !saving.after.has_picture() {
            saving.without_picture(gone);
        }
        let call = Call { ctx, action };
        let written = desks
            .write(&mut self.tx, &mut [(call, None, &mut saving)])
            .await?;
        if written.is_empty() {
            return Err(Error::internal("a desk that is not there"));
        }
        if self.before.view.username != saving.after.view.username {
            store::update_username(&mut self.tx, &saving.after.view).await?;
        }
        let change = desks.change_of([&saving]);
        let after = saving.after;
        self.tx.commit().await?;
        change.made().await;
        log_saved(call, &after);
        Ok(desks.completed(after))
    }
}

/// By whose call a desk is saved, and what the audit log calls it.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) action: &'a str,
}

impl Desks {
    /// Writes desks, where they are still as they were seen, and what is told of them. Gives whose were written.
    pub(super) async fn write(
        &self,
        conn: &mut PgConnection,
        savings: &mut [(Call<'_>, Option<Seen>, &mut Saving)],
    ) -> Result<HashSet<UserId>> {
        if savings.is_empty() {
            return Ok(HashSet::new());
        }
        let deeds = savings
            .iter_mut()
            .filter_map(|(call, _, saving)| saving.deed(call.ctx, call.action));
        let deeds = self.audit.shown_deeds(deeds.collect());
        let tidings = savings
            .iter()
            .flat_map(|(call, _, saving)| saving.tidings(call.ctx));
        let tidings = tidings.collect::<Vec<_>>();
        let desks = savings
            .iter()
            .map(|(_, seen, saving)| (&saving.after, *seen, saving.event_count()));
        store::update_desks(conn, desks, &Told::new(&tidings, &deeds)).await
    }

    /// Has the cache know that these desks are about to be others.
    pub(super) fn change_of<'a>(
        &self,
        savings: impl IntoIterator<Item = &'a Saving>,
    ) -> cache::Change<'_> {
        let (mut keys, mut tenants) = (Vec::new(), Vec::new());
        for saving in savings {
            let view = &saving.after.view;
            keys.push(cache_key(view.id));
            if saving.moves_preferences {
                keys.push(preference::cache_key(view.id));
            }
            if !tenants.contains(&view.tenant_id) {
                tenants.push(view.tenant_id);
                keys.push(account::everybody(view.tenant_id));
            }
        }
        self.cache.change(keys)
    }
}

pub(super) fn log_saved(call: Call<'_>, Desk { view, .. }: &Desk) {
    let Call { ctx, action } = call;
    tracing::info!(request_id = &*ctx.request_id, user_id = %view.id, action, version = view.version, "desk saved");
}
