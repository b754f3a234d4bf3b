//! Edits: changes that the desk as it is decides alone. Those of one moment are written together.

use super::{
    Desk, Desks,
    open::{Call, log_saved},
    saving::Saving,
    store,
};
use crate::{
    Ctx,
    ctx::Person,
    error::Result,
    together::{Turn, rounds},
};
use contract::UserId;
use sqlx::{Postgres, Transaction};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};
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
        let make = |tx, edits| self.make_all(tx, edits);
        self.rounds.write(&self.pool, stop, make).await;
    }

    /// One edit of a person after the other; gives what commits the first, and makes the others.
    async fn make_all(
        &self,
        tx: Transaction<'static, Postgres>,
        edits: Vec<EditTurn>,
    ) -> Result<impl Future<Output = Result<()>>> {
        let (now, mut later) = one_each(edits);
        let first = self.make(tx, now).await?;
        Ok(async move {
            first.await?;
            while !later.is_empty() {
                let tx = rounds::begin(&self.pool).await?;
                let (now, rest) = one_each(later);
                self.make(tx, now).await?.await?;
                later = rest;
            }
            Ok(())
        })
    }

    /// Makes edits in one transaction. What cannot be made beside others (somebody else has the desk, a name that
    /// may be taken, a picture to let go, a fault of one of them) is left: so nobody waits or fails for another. Gives
    /// what commits them.
    async fn make(
        &self,
        mut tx: Transaction<'static, Postgres>,
        mut edits: HashMap<UserId, EditTurn>,
    ) -> Result<impl Future<Output = Result<()>>> {
        let ids: Vec<_> = edits.keys().map(|id| id.0).collect();
        let mut savings = Vec::with_capacity(ids.len());
        for before in store::lock_free_desks(&mut tx, &ids).await? {
            let Some(edit) = edits.remove(&before.view.id) else {
                continue;
            };
            if before.view.tenant_id != edit.owner.tenant_id {
                continue;
            }
            let after = match (edit.rule)(self, &before) {
                Ok(after) if is_alone(&before, &after) => continue,
                Ok(after) => after,
                Err(error) => {
                    edit.answer(Err(error));
                    continue;
                }
            };
            match Saving::between(&self.config, &edit.ctx, &before, after, Vec::new())? {
                Some(saving) => savings.push((edit, saving)),
                None => edit.answer(Ok(self.completed(before))),
            }
        }
        let written = savings
            .iter_mut()
            .map(|(edit, saving)| (edit.call(), saving));
        self.write(&mut tx, &mut written.collect::<Vec<_>>())
            .await?;
        let change = self.change_of(savings.iter().map(|(_, saving)| saving));
        let made = savings.into_iter();
        let made = made.map(|(edit, Saving { after, .. })| (edit, after));
        Ok(rounds::commit(tx, change, made, |edit, after| {
            log_saved(edit.call(), &after);
            self.completed(after)
        }))
    }
}

/// The first edit of each person, and the others.
fn one_each(edits: Vec<EditTurn>) -> (HashMap<UserId, EditTurn>, Vec<EditTurn>) {
    let (mut now, mut later) = (HashMap::new(), Vec::new());
    for edit in edits {
        match now.entry(edit.owner.id) {
            Entry::Vacant(free) => drop(free.insert(edit)),
            Entry::Occupied(_) => later.push(edit),
        }
    }
    (now, later)
}

/// Whether more is written than the desk.
fn is_alone(before: &Desk, after: &Desk) -> bool {
    let (before, after) = (&before.view, &after.view);
    before.username != after.username
        || before.avatar_url != after.avatar_url
        || before.avatar_urls != after.avatar_urls
}
