//! Edits: changes that the desk as it is decides alone. Each is looked at and decided by itself; those of one moment are
//! written together.

use super::{
    Desk, Desks, looks,
    open::{Call, log_saved},
    saving::Saving,
    store::Seen,
};
use crate::{
    Ctx,
    adapters::postgres::WarmConnection,
    ctx::Person,
    error::Result,
    together::{
        Turn,
        rounds::{self, Personal},
    },
};
use contract::UserId;
use tokio_util::sync::CancellationToken;

/// Somebody's edit of their own desk, as it comes out.
pub(super) struct Edit {
    ctx: Ctx,
    action: &'static str,
    /// The rows that it may replace.
    seen: Seen,
    saving: Saving,
}

impl Personal for Edit {
    fn person(&self) -> UserId {
        self.saving.after.view.id
    }
}

impl Edit {
    /// As it is written.
    fn parts(&mut self) -> (Call<'_>, Option<Seen>, &mut Saving) {
        let (ctx, action) = (&self.ctx, self.action);
        (Call { ctx, action }, Some(self.seen), &mut self.saving)
    }
}

impl Desks {
    /// Changes the caller's own desk by a rule, one edit of somebody after the other.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Conflict` (`username_taken`), `Unavailable`, and those of the rule.
    pub(crate) async fn edit(
        &self,
        ctx: &Ctx,
        action: &'static str,
        rule: impl Fn(&Self, &Desk) -> Result<Desk> + Send + Sync,
    ) -> Result<Desk> {
        let person = ctx.person()?;
        let _lane = self.lanes.enter(person.id).await?;
        // On the heap, as desks are large, and whoever waits is moved from hand to hand.
        let together = Box::pin(self.edit_together(ctx, action, person, &rule));
        if let Some(desk) = together.await? {
            return Ok(desk);
        }
        let alone = async {
            let open = self.open(person.tenant_id, person.id).await?;
            let after = rule(self, &open.before)?;
            open.save(ctx, action, after, Vec::new()).await
        };
        Box::pin(alone).await
    }

    /// The same in a round with others of this moment. Gives none where it is to be made alone: what cannot be made
    /// beside others (a desk that somebody else has, or has changed since it was looked at, a name that may be taken, a
    /// picture to let go, a fault of one of them). So nobody waits or fails for another.
    async fn edit_together(
        &self,
        ctx: &Ctx,
        action: &'static str,
        person: &Person,
        rule: impl Fn(&Self, &Desk) -> Result<Desk>,
    ) -> Result<Option<Desk>> {
        let look = self.looks.ask(person.id).await?.flatten();
        let Some((before, seen)) = look.filter(|(desk, _)| desk.view.tenant_id == person.tenant_id)
        else {
            return Ok(None);
        };
        let after = rule(self, &before)?;
        if is_alone(&before, &after) {
            return Ok(None);
        }
        let saving = Saving::between(&self.config, ctx, &before, after, Vec::new())?;
        let Some(saving) = saving else {
            return Ok(Some(self.completed(before)));
        };
        let edit = Edit {
            ctx: ctx.clone(),
            action,
            seen,
            saving,
        };
        self.rounds.ask(edit).await
    }

    /// Has edits made together until asked to stop; once a process.
    pub(crate) async fn gather(&self, stop: &CancellationToken) {
        let make = |conn, edits| self.make(conn, edits);
        let (looked_at, saved) = (self.warm.of("looks"), self.warm.of("desks"));
        tokio::join!(
            self.looks.run(&looked_at, stop, looks::look),
            self.rounds.run(&saved, stop, make)
        );
    }

    /// Makes edits in one statement. Gives what is left to do then.
    async fn make(
        &self,
        mut conn: WarmConnection,
        mut edits: Vec<Turn<Edit, Result<Desk>>>,
    ) -> Result<impl Future<Output = ()>> {
        let change = self.change_of(edits.iter().map(|edit| &edit.saving));
        let mut savings: Vec<_> = edits.iter_mut().map(|edit| edit.parts()).collect();
        let written = self.write(&mut conn, &mut savings).await;
        if written.is_ok() {
            conn.keep();
        }
        rounds::settle(change, edits, written, |mut edit: Edit| {
            let (call, _, saving) = edit.parts();
            log_saved(call, &saving.after);
            self.completed(edit.saving.after)
        })
    }
}

/// Whether more is written than the desk.
fn is_alone(before: &Desk, after: &Desk) -> bool {
    let (before, after) = (&before.view, &after.view);
    before.username != after.username
        || before.avatar_url != after.avatar_url
        || before.avatar_urls != after.avatar_urls
}
