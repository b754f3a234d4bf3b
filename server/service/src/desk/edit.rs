//! Edits: changes that the desk as it is decides alone. Those of one moment are written together.

use super::{
    Desk, Desks,
    open::{Call, log_saved},
    saving::Saving,
    store::{self, Seen},
};
use crate::{
    Ctx,
    ctx::Person,
    error::Result,
    together::{
        Turn,
        rounds::{self, Personal},
    },
};
use contract::UserId;
use sqlx::{Postgres, pool::PoolConnection};
use std::{collections::HashMap, sync::Arc};
use tokio_util::sync::CancellationToken;

/// What a desk becomes, or why not.
type Rule = Arc<dyn Fn(&Desks, &Desk) -> Result<Desk> + Send + Sync>;

/// Somebody's edit of their own desk.
pub(super) struct Edit {
    ctx: Ctx,
    owner: Person,
    action: &'static str,
    rule: Rule,
}

impl Personal for Edit {
    fn person(&self) -> UserId {
        self.owner.id
    }
}

/// One that waits for its round.
type EditTurn = Turn<Edit, Result<Desk>>;

impl Edit {
    fn call(&self) -> Call<'_> {
        Call {
            ctx: &self.ctx,
            action: self.action,
        }
    }
}

impl Desks {
    /// Changes the caller's own desk by a rule.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Conflict` (`username_taken`), and those of the rule.
    pub(crate) async fn edit(
        &self,
        ctx: &Ctx,
        action: &'static str,
        rule: impl Fn(&Self, &Desk) -> Result<Desk> + Send + Sync + 'static,
    ) -> Result<Desk> {
        let person = ctx.person()?;
        let rule: Rule = Arc::new(rule);
        let edit = Edit {
            ctx: ctx.clone(),
            owner: person.clone(),
            action,
            rule: Arc::clone(&rule),
        };
        if let Some(desk) = self.rounds.ask(edit).await? {
            return Ok(desk);
        }
        let alone = async {
            let open = self.open(person.tenant_id, person.id).await?;
            let after = rule(self, &open.before)?;
            open.save(ctx, action, after, Vec::new()).await
        };
        Box::pin(alone).await
    }

    /// Has edits made together until asked to stop; once a process.
    pub(crate) async fn gather(&self, stop: &CancellationToken) {
        let make = |conn, edits| self.make(conn, edits);
        self.rounds.write(&self.pool, stop, make).await;
    }

    /// Makes edits: reads their desks, and writes them in one statement. What cannot be made beside others (a desk that
    /// somebody else has, or has changed since it was read, a name that may be taken, a picture to let go, a fault of one
    /// of them) is left: so nobody waits or fails for another. Gives what is left to do then.
    async fn make(
        &self,
        mut conn: PoolConnection<Postgres>,
        edits: Vec<EditTurn>,
    ) -> Result<impl Future<Output = ()>> {
        let ids: Vec<_> = edits.iter().map(|edit| edit.owner.id.0).collect();
        let desks = store::list_seen_desks(&mut conn, &ids).await?;
        let mut all = self.apply(edits, desks);
        let change = self.change_of(all.iter().map(|(_, (_, saving))| saving));
        let mut savings: Vec<_> = all
            .iter_mut()
            .map(|(edit, (seen, saving))| (edit.call(), Some(*seen), saving))
            .collect();
        let written = self.write(&mut conn, &mut savings).await;
        drop(conn);
        rounds::settle(change, all, written, |edit: &Edit, (_, saving)| {
            log_saved(edit.call(), &saving.after);
            self.completed(saving.after)
        })
    }

    /// What each of them is to save. Whoever has nothing to save is answered.
    fn apply(
        &self,
        edits: Vec<EditTurn>,
        desks: Vec<(Desk, Seen)>,
    ) -> Vec<(EditTurn, (Seen, Saving))> {
        let edits = edits.into_iter().map(|edit| (edit.owner.id, edit));
        let mut edits: HashMap<_, _> = edits.collect();
        let apply = |(before, seen): (Desk, Seen)| {
            let edit = edits.remove(&before.view.id)?;
            if before.view.tenant_id != edit.owner.tenant_id {
                return None;
            }
            let saving = match (edit.rule)(self, &before) {
                Ok(after) if is_alone(&before, &after) => return None,
                Ok(after) => Saving::between(&self.config, &edit.ctx, &before, after, Vec::new()),
                Err(error) => Err(error),
            };
            match saving {
                Ok(Some(saving)) => return Some((edit, (seen, saving))),
                Ok(None) => edit.answer(Ok(self.completed(before))),
                Err(error) => edit.answer(Err(error)),
            }
            None
        };
        desks.into_iter().filter_map(apply).collect()
    }
}

/// Whether more is written than the desk.
fn is_alone(before: &Desk, after: &Desk) -> bool {
    let (before, after) = (&before.view, &after.view);
    before.username != after.username
        || before.avatar_url != after.avatar_url
        || before.avatar_urls != after.avatar_urls
}
